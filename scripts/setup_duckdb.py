#!/usr/bin/env python3
"""Fills .vendor/duckdb/{include,lib} with duckdb.h and libduckdb: links to a DuckDB that the machine has
(DUCKDB_HOME, pkg-config, Homebrew), else the files of duckdb.lock from PyPI, checked by hash.

Run through setup.sh. Needs Python 3.10 and, for a download, pip. Exits 1 with one line on stderr.
"""
import ctypes
import glob
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

from weaken_symbols import weaken

SCRIPTS = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.join(os.path.dirname(SCRIPTS), ".vendor", "duckdb")
LOCK = os.path.join(SCRIPTS, "duckdb.lock")
LIBRARY = "libduckdb.dylib" if sys.platform == "darwin" else "libduckdb.so"
OLDEST = (2, 0, 0)
WHEELS = {"x86_64": "manylinux_2_28_x86_64", "aarch64": "manylinux_2_28_aarch64"}


def main():
    place = installed()
    if place is None and is_complete() and not os.path.islink(os.path.join(HOME, "lib", LIBRARY)):
        return say("found in .vendor/duckdb")
    new = HOME + ".new"
    shutil.rmtree(new, ignore_errors=True)
    for folder in ("include", "lib"):
        os.makedirs(os.path.join(new, folder))
    if place:
        name, header, library = place
        os.symlink(header, os.path.join(new, "include", "duckdb.h"))
        os.symlink(library, os.path.join(new, "lib", LIBRARY))
    else:
        name = "PyPI"
        download(new)
    version = library_version(os.path.join(new, "lib", LIBRARY))
    if version < OLDEST:
        fail(f"{name} has DuckDB {dotted(version)}; Barwise needs {dotted(OLDEST)} or newer")
    shutil.rmtree(HOME, ignore_errors=True)
    os.rename(new, HOME)
    with open(os.path.join(HOME, "version"), "w") as file:
        file.write(dotted(version))
    say(f"taken from {name}")


def installed():
    """(name of the place, header, library) of a DuckDB on this machine, or None."""
    if home := os.environ.get("DUCKDB_HOME"):
        place = files("DUCKDB_HOME", os.path.join(home, "include"), os.path.join(home, "lib"))
        return place or fail(f"DUCKDB_HOME has no include/duckdb.h or no lib/{LIBRARY}")
    if run("pkg-config", "--atleast-version=" + dotted(OLDEST), "duckdb") is not None:
        folders = [run("pkg-config", "--variable=" + name, "duckdb") or "" for name in ("includedir", "libdir")]
        if place := files("pkg-config", *folders):
            return place
    if sys.platform == "darwin":
        # A Python wheel for macOS holds a bundle, which cannot be linked, so Homebrew's library is the only source.
        prefix = run("brew", "--prefix", "duckdb") or ""
        place = files("Homebrew", os.path.join(prefix, "include"), os.path.join(prefix, "lib"))
        return place or fail("no libduckdb: `brew install duckdb`, or set DUCKDB_HOME")
    return None


def files(name, include, lib):
    header, library = os.path.join(include, "duckdb.h"), os.path.join(lib, LIBRARY)
    return (name, os.path.abspath(header), os.path.abspath(library)) \
        if os.path.isfile(header) and os.path.isfile(library) else None


def download(new):
    """The wheel's library, which exports the whole C API, and the header of the same version's source archive."""
    tag = WHEELS.get(platform.machine())
    if not tag:
        fail(f"PyPI has no DuckDB for {platform.machine()}: build libduckdb and set DUCKDB_HOME")
    with tempfile.TemporaryDirectory() as folder:
        pip(folder, "--only-binary", "duckdb", "--platform", tag, "--python-version", "3.11",
            "--implementation", "cp", "--abi", "cp311")
        wheel = only(folder, "*.whl")
        with zipfile.ZipFile(wheel) as archive:
            name = next(name for name in archive.namelist() if name.startswith("_duckdb.") and name.endswith(".so"))
            library = bytearray(archive.read(name))
        os.remove(wheel)
        # It is a Python module too: without Python its undefined Py symbols must not stop the loader.
        weaken(library, (b"Py", b"_Py"))
        write(os.path.join(new, "lib", LIBRARY), library)

        pip(folder, "--no-binary", "duckdb", "--no-build-isolation", "--ignore-requires-python",
            environment={"PYTHONPATH": idle_build_backend(folder)})
        with tarfile.open(only(folder, "*.tar.gz")) as archive:
            for member in archive:
                if member.name.endswith("/src/include/duckdb.h"):
                    return write(os.path.join(new, "include", "duckdb.h"), archive.extractfile(member).read())
    fail("the source archive has no duckdb.h")


def idle_build_backend(folder):
    """A folder for PYTHONPATH that lets `pip download` of a source archive name its metadata without a build."""
    package = os.path.join(folder, "idle", "scikit_build_core")
    os.makedirs(package)
    write(os.path.join(package, "__init__.py"), b"")
    write(os.path.join(package, "build.py"), b'''
import os

def prepare_metadata_for_build_wheel(folder, settings=None):
    name = "duckdb-0.dist-info"
    os.makedirs(os.path.join(folder, name), exist_ok=True)
    with open(os.path.join(folder, name, "METADATA"), "w") as file:
        file.write("Metadata-Version: 2.1\\nName: duckdb\\nVersion: VERSION\\n")
    return name

def __getattr__(name):
    if name.startswith(("build_", "get_requires", "prepare")):
        return lambda *values, **named: []
    raise AttributeError(name)
'''.replace(b"VERSION", locked_version().encode()))
    return os.path.dirname(package)


def locked_version():
    with open(LOCK) as file:
        return next(line.split("==")[1].split()[0] for line in file if line.startswith("duckdb=="))


def pip(folder, *options, environment={}):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--require-hashes", "-r", LOCK, "-d", folder, *options]
    result = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        tail = [line for line in result.stdout.splitlines() if "ERROR" in line][-1:] or result.stdout.splitlines()[-1:]
        fail(" ".join(["pip could not download DuckDB:", *tail, "(or set DUCKDB_HOME to a DuckDB 2 of your own)"]))


def only(folder, pattern):
    found = glob.glob(os.path.join(folder, pattern))
    return found[0] if found else fail(f"pip downloaded no {pattern}")


def library_version(path):
    try:
        function = ctypes.CDLL(path).duckdb_library_version
    except (OSError, AttributeError):
        fail("libduckdb does not load on this machine (glibc 2.28 and libstdc++ are needed)")
    function.restype = ctypes.c_char_p
    return tuple(int(part) for part in function().decode().lstrip("v").split("-")[0].split("."))


def is_complete():
    try:
        with open(os.path.join(HOME, "version")) as file:
            is_right = file.read() == locked_version()
    except OSError:
        return False
    return is_right and all(os.path.isfile(os.path.join(HOME, *path))
                            for path in (("include", "duckdb.h"), ("lib", LIBRARY)))


def run(*command):
    try:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    return result.stdout.strip() if result.returncode == 0 else None


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def dotted(version):
    return ".".join(map(str, version))


def say(text):
    with open(os.path.join(HOME, "version")) as file:
        print(f"DuckDB {file.read()}: {text}")


def fail(text):
    sys.exit(f"setup: {text}")


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        fail(f"cannot fill .vendor/duckdb: {error.strerror}")
