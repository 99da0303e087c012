# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch from a Linux distribution, from the official archive or from inside PyPI's `torch` wheel,
# with or without CUDA. CMAKE_PREFIX_PATH (the folder with include/ATen, or the one above) chooses.
#
# Why not find_package(Torch): the TorchConfig.cmake of a CUDA build wants a CUDA toolkit, nvcc
# included, although linking needs none, and links drivers' stubs. A program that leaves out
# libtorch_cuda would start everywhere but never see a GPU: nothing refers to it by name, so the
# linker drops it unless told otherwise.
#
# Result: the target LibTorch::LibTorch, LibTorch_VERSION, LibTorch_CUDA (whether libtorch_cuda is
# there) and LibTorch_LIBRARY_DIR.

find_library(LibTorch_LIBRARY torch PATH_SUFFIXES lib torch/lib)
find_path(LibTorch_INCLUDE_DIR ATen/ATen.h PATH_SUFFIXES include torch/include)
mark_as_advanced(LibTorch_LIBRARY LibTorch_INCLUDE_DIR)

# The three numbers moved in 2.9.
set(LibTorch_VERSION "")
foreach(header torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
  if(NOT LibTorch_VERSION AND EXISTS "${LibTorch_INCLUDE_DIR}/${header}")
    file(STRINGS "${LibTorch_INCLUDE_DIR}/${header}" lines
         REGEX "^#define TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
    list(TRANSFORM lines REPLACE "^.* ([0-9]+)$" "\\1")
    list(JOIN lines "." LibTorch_VERSION)
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_LIBRARY LibTorch_INCLUDE_DIR LibTorch_VERSION
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "Install libtorch-dev, or name the folder of an official LibTorch with -DCMAKE_PREFIX_PATH=/path/to/libtorch")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  get_filename_component(LibTorch_LIBRARY_DIR "${LibTorch_LIBRARY}" DIRECTORY)
  set(torch_config "${LibTorch_LIBRARY_DIR}/../share/cmake/Torch/TorchConfig.cmake")
  if(EXISTS "${torch_config}")
    file(STRINGS "${torch_config}" old_abi REGEX "_GLIBCXX_USE_CXX11_ABI=0")
    if(old_abi)
      message(FATAL_ERROR
        "The LibTorch in ${LibTorch_LIBRARY_DIR} was compiled with the old ABI of the C++ library, "
        "which cannot be mixed with today's libraries. Take the archive called 'cxx11 ABI', or a "
        "wheel of torch 2.7 or later.")
    endif()
  endif()

  find_library(LibTorch_CPU_LIBRARY torch_cpu HINTS "${LibTorch_LIBRARY_DIR}" NO_DEFAULT_PATH REQUIRED)
  find_library(LibTorch_C10_LIBRARY c10 HINTS "${LibTorch_LIBRARY_DIR}" NO_DEFAULT_PATH REQUIRED)
  find_library(LibTorch_CUDA_LIBRARY torch_cuda HINTS "${LibTorch_LIBRARY_DIR}" NO_DEFAULT_PATH)
  mark_as_advanced(LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_CUDA_LIBRARY)
  set(LibTorch_CUDA OFF)
  if(LibTorch_CUDA_LIBRARY)
    set(LibTorch_CUDA ON)
  endif()

  # Full paths make CMake write the folder into the program's run path, so that it starts by itself.
  foreach(part CPU C10)
    add_library(LibTorch::${part} SHARED IMPORTED)
    set_target_properties(LibTorch::${part} PROPERTIES
      IMPORTED_LOCATION "${LibTorch_${part}_LIBRARY}" IMPORTED_NO_SONAME OFF)
  endforeach()
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  # Our warnings are not meant for these headers.
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
    "${LibTorch_INCLUDE_DIR}" "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include")
  target_link_libraries(LibTorch::LibTorch INTERFACE LibTorch::CPU LibTorch::C10)
  if(LibTorch_CUDA)
    target_link_options(LibTorch::LibTorch INTERFACE
      "LINKER:--push-state,--no-as-needed,${LibTorch_CUDA_LIBRARY},--pop-state"
      # What libtorch_cuda itself needs is found at run time through its own run path.
      "LINKER:--allow-shlib-undefined")
  endif()
endif()
