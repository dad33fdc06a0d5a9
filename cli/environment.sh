# What the native libraries read from the environment before a process starts; read by the launcher and the benchmarks.
# Settings of the user's win.

# Large blocks stay in the heap of malloc: mapped ones are returned after use and fault in again.
if getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
  tunables=glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184:glibc.malloc.hugetlb=1
  GLIBC_TUNABLES=$tunables${GLIBC_TUNABLES:+:$GLIBC_TUNABLES}
  export GLIBC_TUNABLES
fi
