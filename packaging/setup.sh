# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # variables of the scripts that source this
# Sourced by packaging/run, packaging/test and packaging/lint: packages, LibTorch, configure, build.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
torch_choice=auto
torch_path=
preset=
build=
taken=0
jobs=
install=yes

say() { printf '== %s\n' "$*"; }
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 2
}

common_options_help() {
    cat <<'HELP'
  --torch PATH        use the LibTorch in this folder (an unpacked archive of pytorch.org, or the
                      folder `torch` of an installed wheel)
  --torch wheel       use LibTorch 2.x with CUDA out of PyPI's `torch` wheel, installed into .torch/
                      (about 1.3 GB, with the CUDA libraries 4 GB); wheel==2.8.0 asks for a version
  --torch debian      use the system's LibTorch (libtorch-dev; CPU)
                      default: wheel where an NVIDIA driver is loaded, else debian
  --preset NAME       the CMake preset to build (cmake --list-presets)
  --jobs N            parallel compilers; default: one per core, and 1.5 GB of memory each
  --no-install        install no packages, only say which are missing
  -h, --help          this text
HELP
}

# take_common_option "$@": consumes one option of common_options_help; sets `taken` to the number of
# arguments, 0 for another option.
take_common_option() {
    taken=2
    case "$1" in
        --torch) torch_choice="${2:?--torch needs PATH, wheel or debian}" ;;
        --preset) preset="${2:?--preset needs a name}" ;;
        --jobs) jobs="${2:?--jobs needs a number}" ;;
        --torch=* | --preset=* | --jobs=*)
            take_common_option "${1%%=*}" "${1#*=}"
            taken=1
            ;;
        --no-install)
            install=no
            taken=1
            ;;
        *) taken=0 ;;
    esac
}

# require_packages GROUP...: makes sure that the packages of these groups are installed.
require_packages() {
    local -a wanted missing=()
    local package groups
    groups="$(printf '%s|' "$@")"
    mapfile -t wanted < <(awk -v groups="^(${groups%|})\$" '$1 ~ groups { print $2 }' \
        "$root/packaging/debian-packages.txt")
    if ! command -v dpkg-query >/dev/null; then
        if [ "$install" = yes ]; then
            fail "this is not a Debian system. Install the equivalents of ${wanted[*]}" \
                "(see README.md, 'Other systems'), then run this again with --no-install."
        fi
        return 0
    fi
    for package in "${wanted[@]}"; do
        if ! dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
            missing+=("$package")
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return 0
    fi
    local -a as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
    fi
    if [ "$install" = no ]; then
        say "not installed here: ${missing[*]}"
        return 0
    fi
    if [ ${#as_root[@]} -ne 0 ] && ! command -v sudo >/dev/null; then
        fail "packages are missing and there is no sudo. As root:" \
            "apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

has_nvidia_driver() {
    [ -e /proc/driver/nvidia/version ]
}

# Sets `torch_path`: the folder of the chosen LibTorch, empty for the system's.
choose_torch() {
    torch_path=
    if [ "$torch_choice" = auto ]; then
        torch_choice=debian
        if has_nvidia_driver; then
            torch_choice=wheel
        fi
    fi
    case "$torch_choice" in
        debian)
            require_packages torch
            check_blas
            ;;
        wheel | wheel==*)
            if ! command -v pip3 >/dev/null; then
                require_packages wheel
            fi
            "$root/packaging/install-torch-wheel" "${torch_choice#wheel}" "$root/.torch/wheel"
            torch_path="$root/.torch/wheel/torch"
            ;;
        *)
            torch_path="$(cd "$torch_choice" 2>/dev/null && pwd)" ||
                fail "--torch $torch_choice: no such folder"
            if [ ! -e "$torch_path/include/ATen/ATen.h" ]; then
                fail "--torch $torch_choice: holds no LibTorch (there is no include/ATen/ATen.h)"
            fi
            ;;
    esac
}

# Debian's LibTorch multiplies matrices with whatever libblas.so.3 is.
check_blas() {
    local blas
    # Not awk's exit: a pipe that breaks would count as a failure.
    blas="$({ PATH="$PATH:/sbin" ldconfig -p || true; } | awk '$1 == "libblas.so.3" { last = $NF }
        END { print last }')"
    if [ -z "$blas" ]; then
        return 0
    fi
    blas="$(readlink -f "$blas")"
    case "$blas" in
        *openblas* | *mkl* | *blis* | *atlas*) ;;
        *)
            say "Warning: libblas.so.3 is $blas, the slow reference BLAS: renders take many times as" \
                "long. Choose OpenBLAS: update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu"
            ;;
    esac
}

default_jobs() {
    local cores gigabytes
    cores="$(nproc)"
    gigabytes="$(awk '/^MemTotal/ { print int($2 / 1500000) }' /proc/meminfo)"
    if [ "$gigabytes" -lt 1 ]; then
        gigabytes=1
    fi
    echo $((cores < gigabytes ? cores : gigabytes))
}

# set_up_and_build DEFAULT_PRESET [TARGET...]: builds the targets, or all; sets `build` to the build
# folder.
set_up_and_build() {
    preset="${preset:-$1}"
    shift
    jobs="${jobs:-$(default_jobs)}"
    build="$root/build/$preset"
    case "$preset" in
        compute-only | ci-compute | ci-threads) require_packages build ;;
        *) require_packages build imaging gui ;;
    esac
    choose_torch
    say "Configuring preset $preset with ${torch_path:-the LibTorch of the system}"
    # A LibTorch remembered from an earlier choice must not win.
    local log
    if ! log="$(cd "$root" && cmake --preset "$preset" -U 'LibTorch_*' \
        -DCMAKE_PREFIX_PATH="$torch_path" 2>&1)"; then
        printf '%s\n' "$log"
        fail "CMake could not configure the preset $preset"
    fi
    local -a targets=()
    if [ $# -gt 0 ]; then
        targets=(--target "$@")
    fi
    say "Building in build/$preset with $jobs parallel jobs$(expected_minutes "$@")"
    # %f of %t steps, seconds so far.
    NINJA_STATUS='[%f/%t, %e s] ' cmake --build "$build" --parallel "$jobs" "${targets[@]}"
}

# expected_minutes [TARGET...]: what to tell before a first build. The minutes of processor time were
# measured without a cache on a server's core of 2023.
expected_minutes() {
    if [ -e "$build/.ninja_log" ]; then
        return 0
    fi
    local minutes=27
    if [ $# -gt 0 ]; then
        minutes=10
    fi
    printf '; the first time this takes about %s minutes' $(((minutes + jobs - 1) / jobs))
}
