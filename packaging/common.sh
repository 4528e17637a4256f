# shellcheck shell=bash
# Shared by run.sh and test.sh: brings in what is missing, and costs a moment when nothing is.
# Writes only to stderr: stdout belongs to the program that is started afterwards.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv

# What it needs of the system, in Debian's names and then in others'.
run_packages=(
    python3 python3-venv ca-certificates
    libportaudio2 libasound2 libasound2-plugins libpulse0
    libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 libssl3
    libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libwayland-cursor0 libwayland-egl1
)
test_packages=(
    xvfb openbox xdotool wmctrl xclip x11-utils imagemagick
    pulseaudio pulseaudio-utils flite ffmpeg
    gnome-keyring dbus dbus-x11 at-spi2-core desktop-file-utils appstream shellcheck
)
run_packages_dnf=(
    python3 portaudio alsa-plugins-pulseaudio pulseaudio-libs libglvnd-egl libglvnd-glx fontconfig
    krb5-libs libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms
    xcb-util-renderutil libwayland-cursor libwayland-egl
)
test_packages_dnf=(
    xorg-x11-server-Xvfb openbox xdotool wmctrl xclip xwininfo ImageMagick pulseaudio
    pulseaudio-utils flite ffmpeg-free gnome-keyring dbus-daemon dbus-x11 at-spi2-core
    desktop-file-utils appstream ShellCheck
)
run_packages_pacman=(
    python portaudio alsa-plugins libpulse libglvnd fontconfig krb5 libxkbcommon-x11
    xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil wayland
)
test_packages_pacman=(
    xorg-server-xvfb openbox xdotool wmctrl xclip xorg-xwininfo imagemagick pulseaudio flite
    ffmpeg gnome-keyring dbus at-spi2-core desktop-file-utils appstream shellcheck
)

say() { printf 'SpeechDesk: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# step WHAT COMMAND...  runs a command silently and says in a line what it did; shows why it failed.
step() {
    local what=$1 log began=$SECONDS
    shift
    log=$(mktemp)
    printf 'SpeechDesk: %s … ' "$what" >&2
    if "$@" </dev/null >"$log" 2>&1; then
        printf 'done (%d s)\n' $((SECONDS - began)) >&2
        rm -f "$log"
    else
        printf 'failed\n' >&2
        tail -n 15 "$log" | sed 's/^/    /' >&2
        rm -f "$log"
        return 1
    fi
}

# missing_packages NAME...  prints those that dpkg does not know as installed, under any name.
missing_packages() {
    local wanted
    wanted=$(printf '%s\n' "$@")
    # A newer system may hold a package under another name that says "Provides" (libasound2t64).
    dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' | awk -v wanted="$wanted" '
        $1 == "installed" {
            count = split(substr($0, 11), names, ",")
            for (i = 1; i <= count; i++) { split(names[i], part, " "); have[part[1]] = 1 }
        }
        END {
            count = split(wanted, names, "\n")
            for (i = 1; i <= count; i++) if (!(names[i] in have)) print names[i]
        }'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_system_packages() {
    local size
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "no sudo here; ask for these packages and go on with what is there: $*"
            return
        fi
        say "sudo may ask for your password"
        sudo -v || { say "going on without the packages: $*"; return; }
    fi
    step "reading the package lists" as_root apt-get -o DPkg::Lock::Timeout=300 update -q ||
        say "going on with the old package lists"
    size=$(LC_ALL=C apt-get install --no-install-recommends --assume-no "$@" 2>/dev/null |
        sed -n 's/^Need to get \(.*\) of archives\./download \1/p; s/^After this operation, \(.*\) of additional.*/disk \1/p' |
        paste -sd '@' | sed 's/@/, /') || true # --assume-no ends with 1
    step "installing the system packages${size:+ ($size)}" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        -o DPkg::Lock::Timeout=300 --no-install-recommends "$@" ||
        say "going on with what is there"
}

name_packages_elsewhere() { # for distributions without dpkg; once, before the .venv is made
    local dnf=("${run_packages_dnf[@]}") pacman=("${run_packages_pacman[@]}")
    if [ "$1" = test ]; then
        dnf+=("${test_packages_dnf[@]}")
        pacman+=("${test_packages_pacman[@]}")
    fi
    say "system packages are not installed by this script here. It needs:"
    say "    Fedora:  sudo dnf install ${dnf[*]}"
    say "    Arch:    sudo pacman -S --needed ${pacman[*]}"
    say "going on with what is there"
}

# Prints a fitting Python, and first one that the offline recognizer has wheels for (3.11-3.13).
find_python() {
    local name path range
    for range in '(3, 11) <= v < (3, 14)' '(3, 14) <= v < (4,)'; do
        for name in python3 python3.13 python3.12 python3.11 python3.14; do
            while read -r path; do
                if "$path" -c "import sys; v = sys.version_info[:2]; sys.exit(not ($range))" 2>/dev/null &&
                    "$path" -c 'import venv, ensurepip' 2>/dev/null; then
                    printf '%s\n' "$path"
                    return
                fi
            done < <(type -aP "$name")
        done
    done
    return 1
}

# make_venv EXTRAS STAMP  creates or renews .venv with the project in it, editable.
make_venv() {
    local python
    if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        python=$(find_python) || fail "no Python 3.11 or newer with its venv module was found"
        step "creating .venv with $("$python" --version)" "$python" -m venv --clear "$venv" ||
            fail "the .venv could not be created"
    fi
    step "installing the Python packages into .venv" \
        "$venv/bin/python" -m pip install --disable-pip-version-check --quiet \
        --editable "$root$1" || fail "the Python packages could not be installed"
    stamp_text | tee "$venv/speechdesk-run.stamp" >"$2" # what tests need includes what runs
}

# What the .venv was made from: what it must hold, and where (its scripts name their own folder).
stamp_text() { printf '%s %s\n' "$root" "$(sha256sum <"$root/pyproject.toml")"; }

# set_up run|test  makes sure that everything for running or testing is there.
set_up() {
    local kind=$1 packages=("${run_packages[@]}") extras='' megabytes=450 system_megabytes=430
    if [ "$kind" = test ]; then
        packages+=("${test_packages[@]}")
        extras='[dev]'
        megabytes=550
        system_megabytes=750
    fi
    local stamp=$venv/speechdesk-$kind.stamp missing stale
    look
    [ ${#missing[@]} -gt 0 ] || [ -n "$stale" ] || return 0
    exec 9<"$root/pyproject.toml"
    if command -v flock >/dev/null; then
        flock 9
        look # another start may have done it while this one waited
    fi
    [ ${#missing[@]} = 0 ] ||
        say "will install ${#missing[@]} system packages (up to $system_megabytes MB on disk): ${missing[*]}"
    [ -z "$stale" ] ||
        say "will install the Python packages of pyproject.toml into $venv (up to $megabytes MB on disk)"
    [ ${#missing[@]} = 0 ] || install_system_packages "${missing[@]}"
    if [ -n "$stale" ]; then
        command -v apt-get >/dev/null || name_packages_elsewhere "$kind"
        make_venv "$extras" "$stamp"
    fi
    exec 9<&-
}

look() { # part of set_up: what is missing of its packages, and whether the .venv is stale
    missing=()
    if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
        mapfile -t missing < <(missing_packages "${packages[@]}")
    fi
    stale=yes
    if [ -x "$venv/bin/speechdesk" ] && [ -f "$stamp" ] && [ "$(stamp_text)" = "$(<"$stamp")" ]; then
        stale=
    fi
}
