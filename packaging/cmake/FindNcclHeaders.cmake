# SPDX-License-Identifier: GPL-3.0-or-later
# The headers that LibTorch's ProcessGroupNCCL.hpp includes: NCCL's and those of CUDA's libraries,
# from PyPI's nvidia-* packages beside PyPI's `torch`, from a CUDA toolkit or from the system. They
# count only when that header compiles with them.
#
# Result: NcclHeaders_FOUND and NcclHeaders_INCLUDE_DIRS.

get_filename_component(wheel_libraries "${LibTorch_INCLUDE_DIR}/../../nvidia" ABSOLUTE)
file(GLOB wheel_headers LIST_DIRECTORIES true "${wheel_libraries}/*/include")

set(NcclHeaders_INCLUDE_DIRS "")
set(NcclHeaders_FOUND ON)
foreach(header nccl.h cuda_runtime_api.h cublas_v2.h cusparse.h cusolverDn.h)
  string(MAKE_C_IDENTIFIER "NcclHeaders_${header}" folder)
  find_path(${folder} ${header} HINTS ${wheel_headers} PATHS /usr/local/cuda/include)
  mark_as_advanced(${folder})
  if(${folder})
    list(APPEND NcclHeaders_INCLUDE_DIRS "${${folder}}")
  else()
    set(NcclHeaders_FOUND OFF)
    message(STATUS "Training on several GPUs: ${header} is missing")
  endif()
endforeach()
list(REMOVE_DUPLICATES NcclHeaders_INCLUDE_DIRS)

if(NcclHeaders_FOUND)
  include(CheckCXXSourceCompiles)
  include(CMakePushCheckState)
  cmake_push_check_state(RESET)
  set(CMAKE_REQUIRED_DEFINITIONS -DUSE_C10D_NCCL)
  set(CMAKE_REQUIRED_INCLUDES ${LibTorch_INCLUDE_DIR} "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
    ${NcclHeaders_INCLUDE_DIRS})
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY) # no linking
  set(CMAKE_CXX_STANDARD_REQUIRED ON)
  check_cxx_source_compiles(
    "#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>\nint main() {}"
    NcclHeaders_COMPILE)
  unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
  cmake_pop_check_state()
  set(NcclHeaders_FOUND ${NcclHeaders_COMPILE})
endif()
