#!/bin/sh
# Builds the files that an image without an operating system needs to run Java: a runtime with the modules
# that the service uses, from the JDK of JAVA_HOME, and the shared libraries that it is linked to.
#
#   runtime.sh FOLDER BASE ARCHIVE
#
# FOLDER becomes the root of the image's file system. Every BASE except "scratch" contains its own Java,
# and the folder stays empty. ARCHIVE is a folder that ImageArchive fills later.
set -eu

root=$1
base=$2
archive=$3
rm -rf "$root" "$archive"
mkdir -p "$root" "$archive"
[ "$base" = scratch ] || exit 0

# An older glibc resolves names with libraries that it loads by name, which ldd does not list.
case "$(getconf GNU_LIBC_VERSION 2>/dev/null)" in
  "glibc 2.3"[4-9] | "glibc 2."[4-9]?) ;;
  *)
    echo "An image without a base can only be built on Linux with glibc 2.34 or later. Use a base image:" >&2
    echo "  -Dimage.base=eclipse-temurin:17-jre" >&2
    exit 1
    ;;
esac

# The modules that jdeps finds in the jars, except java.desktop and java.sql, which only unused binders of
# Micrometer need; and the modules that are loaded by name, for TLS and for signals.
"$JAVA_HOME/bin/jlink" \
  --add-modules java.base,java.logging,java.management,java.security.jgss,java.xml,jdk.httpserver,jdk.management,jdk.net \
  --add-modules jdk.crypto.ec,jdk.unsupported \
  --strip-java-debug-attributes --no-header-files --no-man-pages \
  --output "$root/opt/java/openjdk"

# A line of ldd is "name => path (address)", or "path (address)" for the loader.
find "$root" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + |
  grep -o '/[^ :]* (' | cut -d ' ' -f 1 | grep -v "^$root" | sort -u |
  while read -r library; do
    install -D -m 755 "$library" "$root$library"
  done
