#!/bin/sh
# Runs a command of an unpacked image as the image's user. The command sees only the parts of this machine
# that every container sees: devices, processes, the network.
#
#   run.sh JAVA_HOME ROOT USER GROUP FOLDER COMMAND...
#
# This needs root, or the permission to create user namespaces. Without it, the Java of JAVA_HOME runs the
# command with the image's jars, and sees this machine's files.
set -eu

java_home=$1 root=$2 user=$3 group=$4 folder=$5
shift 5

if [ "$(id -u)" = 0 ]; then
  apart="--mount"
  as="--setuid=$user --setgid=$group"
else
  apart="--mount --user --map-root-user"
  as="--user --map-user=$user --map-group=$group"
fi

mkdir -p "$root/proc" "$root/dev"
if unshare $apart mount --rbind /proc "$root/proc" 2>/dev/null; then
  exec unshare $apart sh -c '
    root=$0 as=$1 folder=$2
    shift 2
    mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec unshare $as --root="$root" --wd="$folder" -- "$@"
  ' "$root" "$as" "$folder" "$@"
fi

echo "no namespaces are available: running with this machine's Java"
sed "s|/app/|$root/app/|g" "$root/app/jib-classpath-file" >"$root/app/classpath-here"
command=$1
shift
for argument; do
  shift
  [ "$argument" != @/app/jib-classpath-file ] || argument="@$root/app/classpath-here"
  set -- "$@" "$argument"
done
exec "$java_home/bin/$command" "$@"
