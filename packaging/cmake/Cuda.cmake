# SPDX-License-Identifier: GPL-3.0-or-later
# Whether the .cu twins of the kernels are compiled. This needs nvcc and no GPU: the CUDA runtime is
# linked statically and looks for a driver when it is first asked, so that the same program runs on
# machines that have none.
#
# Result: UNDERPAINT_HAVE_CUDA_KERNELS, and the CUDA language where it is on.

set(UNDERPAINT_CUDA AUTO CACHE STRING "Compile the CUDA kernels: AUTO (where nvcc is), ON or OFF")
set_property(CACHE UNDERPAINT_CUDA PROPERTY STRINGS AUTO ON OFF)
set(UNDERPAINT_HAVE_CUDA_KERNELS OFF)

# The flags of sanitizers and libFuzzer are clang's and GCC's, and nvcc knows none of them.
if(UNDERPAINT_CUDA STREQUAL "AUTO" AND (UNDERPAINT_SANITIZE OR UNDERPAINT_FUZZ))
  message(STATUS "CUDA kernels: left out of a build with sanitizers")
  return()
endif()
if(NOT UNDERPAINT_CUDA)
  message(STATUS "CUDA kernels: off")
  return()
endif()

include(CheckLanguage)
check_language(CUDA)
if(NOT CMAKE_CUDA_COMPILER)
  if(UNDERPAINT_CUDA STREQUAL "AUTO")
    message(STATUS "CUDA kernels: left out, no nvcc found")
    return()
  endif()
  message(FATAL_ERROR "UNDERPAINT_CUDA is ON, but no CUDA compiler works here. Put nvcc on the PATH "
    "or configure with -DCMAKE_CUDA_COMPILER=/path/to/nvcc.")
endif()

# Turing and later; the last one is there as PTX too, for GPUs that are newer than the compiler.
# Before enable_language, which would choose for itself.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  execute_process(COMMAND "${CMAKE_CUDA_COMPILER}" --list-gpu-arch
    OUTPUT_VARIABLE known ERROR_QUIET)
  set(architectures "")
  foreach(architecture 75 80 90)
    if(known MATCHES "compute_${architecture}[^0-9]")
      list(APPEND architectures ${architecture})
    endif()
  endforeach()
  if(architectures)
    list(POP_BACK architectures last)
    list(TRANSFORM architectures APPEND "-real")
    set(CMAKE_CUDA_ARCHITECTURES ${architectures} ${last})
  endif()
endif()
set(CMAKE_CUDA_RUNTIME_LIBRARY None) # linked by name below: CMake would add cudadevrt, often missing
if(CCACHE_PROGRAM)
  set(CMAKE_CUDA_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
enable_language(CUDA)
set(CMAKE_CUDA_STANDARD 17) # CMake 3.25 does not know a later one of nvcc's
set(CMAKE_CUDA_STANDARD_REQUIRED ON)
set(CMAKE_CUDA_EXTENSIONS OFF)

if(CMAKE_CUDA_COMPILER_VERSION VERSION_LESS 11)
  if(UNDERPAINT_CUDA STREQUAL "AUTO")
    message(STATUS "CUDA kernels: left out, nvcc ${CMAKE_CUDA_COMPILER_VERSION} is older than 11")
    return()
  endif()
  message(FATAL_ERROR "The CUDA kernels need nvcc 11 or later (C++17), this is "
    "${CMAKE_CUDA_COMPILER_VERSION}. Update it or configure with -DUNDERPAINT_CUDA=OFF.")
endif()
find_library(UNDERPAINT_CUDART_LIBRARY cudart_static
  HINTS ${CMAKE_CUDA_HOST_IMPLICIT_LINK_DIRECTORIES})
mark_as_advanced(UNDERPAINT_CUDART_LIBRARY)
if(NOT UNDERPAINT_CUDART_LIBRARY)
  if(UNDERPAINT_CUDA STREQUAL "AUTO")
    message(STATUS "CUDA kernels: left out, there is no libcudart_static.a beside nvcc")
    return()
  endif()
  message(FATAL_ERROR "libcudart_static.a is missing. Install the toolkit's cudart development "
    "package or configure with -DUNDERPAINT_CUDA=OFF.")
endif()
set(UNDERPAINT_HAVE_CUDA_KERNELS ON)
message(STATUS "CUDA kernels: nvcc ${CMAKE_CUDA_COMPILER_VERSION} for ${CMAKE_CUDA_ARCHITECTURES}")
