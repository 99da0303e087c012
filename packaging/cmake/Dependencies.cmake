# SPDX-License-Identifier: GPL-3.0-or-later
# Third-party packages. Each is needed only by the part of the build that its option names.

find_package(Threads REQUIRED)
find_package(nlohmann_json 3.9 REQUIRED)

if(UNDERPAINT_COMPUTE)
  # -DCMAKE_PREFIX_PATH=/path/to/libtorch chooses another LibTorch than the system's.
  find_package(Torch REQUIRED)
  # TorchConfig asks for -D_GLIBCXX_USE_CXX11_ABI and the like; its include folders must not
  # be subject to our warnings.
  separate_arguments(UNDERPAINT_TORCH_FLAGS UNIX_COMMAND "${TORCH_CXX_FLAGS}")
  add_library(underpaint_torch INTERFACE)
  target_include_directories(underpaint_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
  target_compile_options(underpaint_torch INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:${UNDERPAINT_TORCH_FLAGS}>)
  target_link_libraries(underpaint_torch INTERFACE ${TORCH_LIBRARIES} Threads::Threads)
endif()

if(UNDERPAINT_IMAGING)
  find_package(OpenCV 4.5 REQUIRED COMPONENTS core imgproc imgcodecs)
  # OpenCV expands palettes; label maps need the indices.
  find_package(PNG 1.6 REQUIRED)
endif()

if(UNDERPAINT_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
endif()
