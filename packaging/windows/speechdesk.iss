; Inno Setup 6: an installer for one user out of dist\speechdesk (packaging\freeze.py).
;     iscc /DVersion=0.1.0 packaging\windows\speechdesk.iss
; The version is speechdesk.__version__; the workflow passes it.
#ifndef Version
  #error "Give the version: iscc /DVersion=... speechdesk.iss"
#endif

[Setup]
AppId={{0E4E62E6-6C1B-4E7B-9C59-9B6B1F6B7D35}
AppName=SpeechDesk
AppVersion={#Version}
AppPublisher=The SpeechDesk developers
DefaultDirName={autopf}\SpeechDesk
DefaultGroupName=SpeechDesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\dist\speechdesk\_internal\speechdesk\_resources\licences\terms.txt
OutputDir=..\..\dist
OutputBaseFilename=SpeechDesk-{#Version}-setup
SetupIconFile=speechdesk.ico
UninstallDisplayIcon={app}\speechdesk-gui.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "french"; MessagesFile: "compiler:Languages\French.isl"
Name: "german"; MessagesFile: "compiler:Languages\German.isl"
Name: "italian"; MessagesFile: "compiler:Languages\Italian.isl"
Name: "japanese"; MessagesFile: "compiler:Languages\Japanese.isl"
Name: "portuguese"; MessagesFile: "compiler:Languages\Portuguese.isl"
Name: "spanish"; MessagesFile: "compiler:Languages\Spanish.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\dist\speechdesk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; An older version's libraries must not be found beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\SpeechDesk"; Filename: "{app}\speechdesk-gui.exe"; AppUserModelID: "io.github.speechdesk.SpeechDesk"
Name: "{autodesktop}\SpeechDesk"; Filename: "{app}\speechdesk-gui.exe"; AppUserModelID: "io.github.speechdesk.SpeechDesk"; Tasks: desktopicon

[Registry]
; "speechdesk" in the Run box and for programs that start others by name.
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\speechdesk.exe"; ValueType: string; ValueData: "{app}\speechdesk.exe"; Flags: uninsdeletekey

[Run]
Filename: "{app}\speechdesk-gui.exe"; Description: "{cm:LaunchProgram,SpeechDesk}"; Flags: nowait postinstall skipifsilent
