# SPDX-License-Identifier: GPL-3.0-or-later
# Third-party packages. Each is needed only by the part of the build that its option names.

find_package(Threads REQUIRED)

# underpaint_header_library(TARGET PACKAGE HEADER): a header-only library, from its CMake package or,
# on servers where someone only copied the headers, from wherever CMAKE_PREFIX_PATH leads.
function(underpaint_header_library target package header)
  find_package(${package} QUIET)
  if(NOT TARGET ${target})
    find_path(${package}_INCLUDE_DIR ${header})
    mark_as_advanced(${package}_INCLUDE_DIR)
    if(${package}_INCLUDE_DIR)
      add_library(${target} INTERFACE IMPORTED GLOBAL)
      target_include_directories(${target} SYSTEM INTERFACE "${${package}_INCLUDE_DIR}")
    endif()
  else()
    set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
endfunction()

underpaint_header_library(nlohmann_json::nlohmann_json nlohmann_json nlohmann/json.hpp)
if(NOT TARGET nlohmann_json::nlohmann_json)
  message(FATAL_ERROR "nlohmann/json.hpp is missing. Install nlohmann-json3-dev, or put the headers "
    "into DIR/include/nlohmann and configure with -DCMAKE_PREFIX_PATH=DIR.")
endif()

underpaint_header_library(CLI11::CLI11 CLI11 CLI/CLI.hpp)
if(NOT TARGET CLI11::CLI11)
  # A server for tests and training jobs may lack it; everybody else wants the program.
  if(UNDERPAINT_GUI OR UNDERPAINT_IMAGING)
    message(FATAL_ERROR "CLI/CLI.hpp is missing. Install libcli11-dev, or put the headers into "
      "DIR/include/CLI and configure with -DCMAKE_PREFIX_PATH=DIR.")
  endif()
  message(WARNING "CLI/CLI.hpp is missing: the tests are built, the program `underpaint` is not. "
    "Install libcli11-dev, or put the headers into DIR/include/CLI and configure with "
    "-DCMAKE_PREFIX_PATH=DIR.")
endif()

if(UNDERPAINT_COMPUTE)
  # -DCMAKE_PREFIX_PATH=/path/to/libtorch chooses another LibTorch than the system's.
  find_package(LibTorch 1.13 REQUIRED)
  message(STATUS "LibTorch ${LibTorch_VERSION} in ${LibTorch_LIBRARY_DIR}, CUDA: ${LibTorch_CUDA}")
  add_library(underpaint_torch INTERFACE)
  target_link_libraries(underpaint_torch INTERFACE LibTorch::LibTorch Threads::Threads)
endif()

if(UNDERPAINT_IMAGING)
  find_package(OpenCV 4.5 REQUIRED COMPONENTS core imgproc imgcodecs video videoio)
  # OpenCV expands palettes; label maps need the indices.
  find_package(PNG 1.6 REQUIRED)
  # OpenCV reads neither whole numbers of 32 bits nor tells what it cannot read.
  find_package(TIFF 4.5 REQUIRED)
  # OpenCV writes no GIF.
  find_package(GIF 5.1 QUIET)
  if(NOT GIF_FOUND)
    message(STATUS "No GIF animations: giflib 5.1 (libgif-dev) is missing")
  endif()
endif()

if(UNDERPAINT_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Svg Test)
  include(Translations)
endif()
