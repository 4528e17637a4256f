#!/usr/bin/env bash
# As root: installs the .deb of dist/ in a clean Debian 12, uses it there and removes it again.
#     bash packaging/linux/check.sh [DEB]
# Needs the package debootstrap; takes a few minutes. The last line says whether all went well.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
debs=("$root"/dist/speechdesk_*.deb)
deb=${1:-${debs[0]}}
[ -f "$deb" ] || { echo "first run packaging/linux/deb.sh" >&2; exit 1; }
debian=$(mktemp -d)
chmod 755 "$debian" # apt fetches as a user of its own
inside() {
    chroot "$debian" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
packages() { # packages install|purge NAME...
    inside env DEBIAN_FRONTEND=noninteractive apt-get "$1" -qq -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "${@:2}" >/dev/null
}
step() { printf -- '-- %s\n' "$*"; }
clean_up() {
    local status=$?
    ! mountpoint -q "$debian/proc" || umount "$debian/proc"
    rm -rf --one-file-system "$debian"
    [ $status = 0 ] || echo "check failed"
}
trap clean_up EXIT

step "a clean Debian 12"
debootstrap --variant=minbase bookworm "$debian" >/dev/null
mount -t proc proc "$debian/proc"
# No service of this clean system may start, here where others run.
printf '#!/bin/sh\nexit 101\n' >"$debian/usr/sbin/policy-rc.d"
chmod 755 "$debian/usr/sbin/policy-rc.d"

step "install"
cp "$deb" "$debian/root/speechdesk.deb"
inside apt-get update -qq
packages install /root/speechdesk.deb
if inside sh -c 'command -v python3'; then
    echo "there is a Python here: this would not show that the program brings its own" >&2
    exit 1
fi

step "version, devices, man page, licence page"
inside speechdesk --version
inside speechdesk devices
inside gzip -t /usr/share/man/man1/speechdesk.1.gz
inside grep -q "MICROSOFT COGNITIVE SERVICES SPEECH SDK" /usr/share/doc/speechdesk/copyright
inside test -s /usr/share/doc/speechdesk/licences/notice.txt

step "tools for the trial (not part of the package)"
packages install appstream desktop-file-utils flite openbox xauth xdotool xvfb
inside desktop-file-validate /usr/share/applications/io.github.speechdesk.SpeechDesk.desktop
inside appstreamcli validate --no-net \
    /usr/share/metainfo/io.github.speechdesk.SpeechDesk.metainfo.xml

step "a file becomes text"
inside flite -voice rms -t "please open the window and close the door" -o /root/said.wav
text=$(inside speechdesk transcribe /root/said.wav --service local)
printf '%s\n' "$text"
[[ ${text,,} == *"please open the window and close the door"* ]]

step "the window opens and closes"
cat >"$debian/root/window.sh" <<'END'
set -eu
openbox &
manager=$!
speechdesk &
program=$!
window=$(timeout 60 xdotool search --sync --onlyvisible --name 'SpeechDesk$' | head -n 1)
xdotool windowactivate --sync "$window" key --clearmodifiers ctrl+q
wait $program
kill $manager
END
inside xvfb-run -a -s '-screen 0 1280x800x24' sh /root/window.sh

step "remove"
packages purge speechdesk
left=$(inside find / -xdev -iname '*speechdesk*' -not -path '/root/*' -not -path '/proc/*')
[ -z "$left" ] || { printf 'left behind:\n%s\n' "$left" >&2; exit 1; }
echo "check passed"
