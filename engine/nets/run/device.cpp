// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/device.h"

#include "engine/base/error.h"

#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <algorithm>
#include <charconv>
#include <dlfcn.h>
#include <sys/resource.h>
#include <thread>

namespace underpaint::nets {

namespace {

at::Device cudaDevice(const std::string& name) {
    const std::string number = name.size() > 5 ? name.substr(5) : "0";
    int index = -1;
    const char* last = number.data() + number.size();
    const auto [end, status] = std::from_chars(number.data(), last, index);
    if (status != std::errc{} || end != last || index < 0) {
        throw Error("is no device", name, "Devices are auto, cpu, cuda and cuda:N");
    }
    const int count = at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0;
    if (index >= count) {
        throw Error(count == 0 ? "this machine (or this build of LibTorch) has no CUDA device"
                               : "this machine has only " + std::to_string(count) + " CUDA devices",
                    name, "Use --device cpu or --device auto");
    }
    return {at::kCUDA, static_cast<at::DeviceIndex>(index)};
}

/// Free bytes of the current GPU, asked without LibTorch; 0 where there is none.
std::int64_t freeDeviceBytes() {
    using Ask = int (*)(std::size_t*, std::size_t*);
    const auto ask = reinterpret_cast<Ask>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
    std::size_t free = 0;
    std::size_t total = 0;
    if (ask == nullptr || ask(&free, &total) != 0) {
        return 0;
    }
    return static_cast<std::int64_t>(free);
}

/// OpenBLAS keeps threads of its own, which spin while they wait: beside another busy process they
/// slow everything down, and our kernels and LibTorch's operators divide the work already. Does
/// nothing with another BLAS.
void keepBlasToOneThread() {
    using Set = void (*)(int);
    if (const auto set = reinterpret_cast<Set>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
        set(1);
    }
}

} // namespace

at::Device deviceFromName(const std::string& name) {
    if (name == "auto") {
        const bool gpu = at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0;
        return gpu ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    }
    if (name == "cpu") {
        return {at::kCPU};
    }
    if (name == "cuda" || name.starts_with("cuda:")) {
        return cudaDevice(name);
    }
    throw Error("is no device", name, "Devices are auto, cpu, cuda and cuda:N");
}

void setThreads(int threads) {
    if (threads < 0) {
        throw Error("the number of threads is negative", "--threads");
    }
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(threads > 0 ? threads : cores);
    keepBlasToOneThread();
}

ThreadCount::ThreadCount(int threads) : m_before(at::get_num_threads()) {
    setThreads(threads);
}

ThreadCount::~ThreadCount() {
    at::set_num_threads(m_before);
}

std::int64_t peakResidentBytes() {
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0) {
        return 0;
    }
    return std::int64_t{usage.ru_maxrss} * 1024; // Linux counts in KiB
}

MemoryMeter::MemoryMeter(at::Device device)
    : m_device(device), m_freeBefore(device.is_cpu() ? 0 : freeDeviceBytes()) {}

std::int64_t MemoryMeter::used() const {
    return m_device.is_cpu() ? peakResidentBytes() : m_freeBefore - freeDeviceBytes();
}

} // namespace underpaint::nets
