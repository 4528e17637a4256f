#!/usr/bin/env bash
# Makes dist/speechdesk_VERSION_ARCHITECTURE.deb out of the frozen program in dist/speechdesk
# (packaging/freeze.py). Needs the package dpkg-dev. packaging/linux/check.sh tries the result.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
frozen=$root/dist/speechdesk
[ -x "$frozen/speechdesk" ] || { echo "first run packaging/freeze.py" >&2; exit 1; }
id=io.github.speechdesk.SpeechDesk
version=$("$frozen/speechdesk" --version)
version=${version#speechdesk }
architecture=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
package=$stage/package
program=$package/usr/lib/speechdesk
share=$package/usr/share

mkdir -p "$program" "$package/usr/bin" "$package/DEBIAN"
cp -a "$frozen/." "$program"
ln -s ../lib/speechdesk/speechdesk "$package/usr/bin/speechdesk"
install -D -m 644 -t "$share/applications" "$root/resources/desktop/$id.desktop"
install -D -m 644 -t "$share/metainfo" "$root/resources/desktop/$id.metainfo.xml"
install -D -m 644 "$root/resources/icons/speechdesk.svg" \
    "$share/icons/hicolor/scalable/apps/$id.svg"
for size in 48 128 256; do
    install -D -m 644 "$root/resources/desktop/speechdesk-$size.png" \
        "$share/icons/hicolor/${size}x$size/apps/$id.png"
done
mkdir -p "$share/man/man1" "$share/doc/speechdesk"
gzip -9n <"$root/packaging/linux/speechdesk.1" >"$share/man/man1/speechdesk.1.gz"
# The licence page: SpeechDesk's terms and the Speech SDK's; each part's own text lies beside it.
licences=usr/lib/speechdesk/_internal/speechdesk/_resources/licences
cp "$package/$licences/terms.txt" "$share/doc/speechdesk/copyright"
ln -s "../../../../$licences" "$share/doc/speechdesk/licences"

# What the bundle's libraries link to is Debian's to bring; what they open by name is added by hand.
mkdir -p "$stage/debian"
echo "Source: speechdesk" >"$stage/debian/control"
mapfile -t binaries < <(find "$program" -type f \( -name '*.so*' -o -name speechdesk \))
linked=$(cd "$stage" && dpkg-shlibdeps -O --ignore-missing-info --warnings=0 \
    -l"$program/_internal" -l"$program/_internal/PySide6/Qt/lib" "${binaries[@]/#/-e}")
linked=${linked#shlibs:Depends=}

cat >"$package/DEBIAN/control" <<END
Package: speechdesk
Version: $version
Architecture: $architecture
Maintainer: The SpeechDesk developers <developers@speechdesk.invalid>
Installed-Size: $(du -sk "$package/usr" | cut -f1)
Section: sound
Priority: optional
Depends: $linked, ca-certificates, libasound2-plugins, libegl1, libgl1, libportaudio2, libpulse0
Recommends: ffmpeg, gnome-keyring | keepassxc | kwalletmanager
Description: speak, and read what you said
 SpeechDesk turns speech into text on your own desktop with Azure AI Speech, a
 Speech container, or a basic recognizer for US English on this computer.
 .
 The recording is on the disk before it is recognized: no word is lost when the
 network, the service or the program fails.
 .
 The package holds the Microsoft Cognitive Services Speech SDK, whose terms are
 in /usr/share/doc/speechdesk/copyright.
END
(cd "$package" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
chmod -R u=rwX,go=rX "$package"
target=$root/dist/speechdesk_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$package" "$target" >/dev/null
printf '%s: %d MB\n' "$target" $(($(stat -c %s "$target") / 1000000))
