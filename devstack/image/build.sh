#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Build a small bootable Linux disk image as a guest: Debian's cloud kernel, busybox, dropbear. Mounts nothing.
#
#   build.sh FOLDER     leaves FOLDER/guest.qcow2
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh FOLDER}
stamp=$(cat "$here/build.sh" "$here/init" "$here/udhcpc" | sha256sum | cut -c1-16)
[ "$(cat "$out/.stamp" 2>/dev/null || echo none)" = "$stamp" ] && [ -s "$out/guest.qcow2" ] && exit 0

mkdir -p "$out"
work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,dev,etc/dropbear,lib,lib64,mnt,proc,root/.ssh,run,sbin,sys,tmp,usr/sbin,var/log}

# MODULES in the order of need; those that the kernel has built in, or lacks, are passed over.
modules=(
    failover net_failover virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk virtio_net
    scsi_common scsi_mod virtio_scsi cdrom sr_mod libata ata_piix ata_generic libahci ahci isofs nls_cp437 nls_ascii fat vfat
    evdev button virtio_rng virtio_balloon
)

fetch_kernel() {
    cd "$work"
    local package
    package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ {print $2; exit}')
    [ -n "$package" ] || { echo "linux-image-cloud-amd64 is not in the package lists; run apt-get update" >&2; exit 1; }
    apt-get -o APT::Sandbox::User=root download -q "$package"
    dpkg-deb -x "$package"_*.deb kernel
    version=${package#linux-image-}
    version=${version%-unsigned}
}

add_modules() {
    local modules_from=$work/kernel/lib/modules/$version name file
    [ -d "$modules_from" ] || modules_from=$work/kernel/usr/lib/modules/$version
    mkdir -p "$root/lib/modules/$version"
    for name in "${modules[@]}"; do
        file=$(find "$modules_from" -name "$name.ko*" -print -quit)
        [ -n "$file" ] || continue
        cp "$file" "$root/lib/modules/$version/"
        case $file in *.xz) unxz "$root/lib/modules/$version/$(basename "$file")" ;; esac
    done
    cp "$modules_from"/modules.{builtin,order} "$root/lib/modules/$version/"
    depmod -b "$root" "$version"
    printf '%s\n' "${modules[@]}" >"$root/etc/modules"
}

# A dynamic program with the libraries it needs.
add_program() {
    local library
    cp "$1" "$root/usr/sbin/"
    for library in $(ldd "$1" | grep -o '/[^ )]*'); do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
}

# add_script NAME TEXT: as much of a program as tests ask for when they are logged in.
add_script() {
    printf '#!/bin/sh\n%s\n' "$2" >"$root/bin/$1"
    chmod 755 "$root/bin/$1"
}

add_userland() {
    local applet
    cp /bin/busybox "$root/bin/busybox"
    for applet in $(/bin/busybox --list); do
        [ "$applet" = busybox ] || ln -s /bin/busybox "$root/bin/$applet"
    done
    ln -s /bin/busybox "$root/sbin/init.busybox"
    add_script sudo 'exec "$@"'
    add_script curl '[ "$1" = -V ] || exec wget -q -O - "$1"'
    add_program "$(command -v dropbear || echo /usr/sbin/dropbear)"
    cp -L /lib/x86_64-linux-gnu/libnss_files.so.2 "$root/lib/" 2>/dev/null || true # not a file of its own any more in new libc
    echo 'root::0:0:root:/root:/bin/sh' >"$root/etc/passwd"
    echo 'root:x:0:' >"$root/etc/group"
    echo 'root:*:19000:0:99999:7:::' >"$root/etc/shadow"
    echo '/bin/sh' >"$root/etc/shells"
    echo 'passwd: files' >"$root/etc/nsswitch.conf"
    install -m 755 "$here/init" "$root/init"
    install -m 755 "$here/udhcpc" "$root/etc/udhcpc.script"
    chmod 700 "$root/root" "$root/root/.ssh"
}

make_disk() {
    local disk=$work/disk.img start=1048576
    (cd "$root" && find . | cpio --quiet -o -H newc -R 0:0 | gzip -9 >"$work/initrd.gz")
    truncate -s 40M "$disk"
    # One bootable FAT16 partition from 1 MiB to the end, and the boot code that starts it.
    printf '2048,,6,*\n' | sfdisk -q "$disk"
    dd if=/usr/lib/syslinux/mbr/mbr.bin of="$disk" bs=440 count=1 conv=notrunc status=none
    mformat -i "$disk@@$start" -T $(((40 * 1048576 - start) / 512)) -h 64 -s 32 -v GUEST ::
    cat >"$work/syslinux.cfg" <<'CFG'
DEFAULT linux
PROMPT 0
TIMEOUT 0
SERIAL 0 115200
LABEL linux
  KERNEL vmlinuz
  INITRD initrd.gz
  APPEND console=tty0 console=ttyS0,115200 quiet rdinit=/init tsc=unstable
CFG
    mcopy -i "$disk@@$start" "$work"/kernel/boot/vmlinuz-* ::vmlinuz
    mcopy -i "$disk@@$start" "$work/initrd.gz" ::initrd.gz
    mcopy -i "$disk@@$start" "$work/syslinux.cfg" ::syslinux.cfg
    syslinux -t $start -i "$disk"
    qemu-img convert -c -O qcow2 "$disk" "$out/guest.qcow2.new"
    mv "$out/guest.qcow2.new" "$out/guest.qcow2"
}

fetch_kernel
add_modules
add_userland
make_disk
echo "$stamp" >"$out/.stamp"
echo "built $out/guest.qcow2 ($(du -h "$out/guest.qcow2" | cut -f1)) with kernel $version"
