# SPDX-License-Identifier: GPL-3.0-or-later
# The CUDA twins, or what stands for them in builds without nvcc.
target_sources(underpaint_kernels PRIVATE cuda_buffer.h cuda_kernels.h)
if(NOT UNDERPAINT_HAVE_CUDA_KERNELS)
  target_sources(underpaint_kernels PRIVATE cuda_absent.cpp)
  return()
endif()

set(cuda_sources
  channel_norm.cu cuda_device.cu group_mean.cu instance_edges.cu one_hot.cu pooled_one_hot.cu
  sparse_convolution.cu streaming_attention.cu)
target_sources(underpaint_kernels PRIVATE cuda_launch.h ${cuda_sources})
# continued() is constexpr and also called on the device.
set_source_files_properties(${cuda_sources} PROPERTIES COMPILE_OPTIONS
  "--expt-relaxed-constexpr;--Werror=all-warnings;-Xcompiler=-Wall,-Wextra,-Wshadow")
target_link_libraries(underpaint_kernels PRIVATE
  "${UNDERPAINT_CUDART_LIBRARY}" Threads::Threads ${CMAKE_DL_LIBS} rt)
target_compile_definitions(underpaint_kernels PUBLIC UNDERPAINT_HAVE_CUDA_KERNELS)

# The device code that is there decides which GPUs are used.
set(least 75)
if(CMAKE_CUDA_ARCHITECTURES MATCHES "^([0-9]+)")
  set(least ${CMAKE_MATCH_1})
endif()
set_source_files_properties(cuda_device.cu PROPERTIES
  COMPILE_DEFINITIONS UNDERPAINT_CUDA_LEAST_ARCHITECTURE=${least})
