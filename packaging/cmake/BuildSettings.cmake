# SPDX-License-Identifier: GPL-3.0-or-later
# Language level, warnings, sanitizers, compiler cache and linker for every target of the project.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # A precompiled header carries the time of its making; without this ccache would never hit.
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "${CCACHE_PROGRAM}")
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

if(UNDERPAINT_ASSERTIONS)
  foreach(config RELEASE RELWITHDEBINFO)
    string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${config} "${CMAKE_CXX_FLAGS_${config}}")
  endforeach()
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

if(UNDERPAINT_SANITIZE)
  add_compile_options(-fsanitize=${UNDERPAINT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${UNDERPAINT_SANITIZE})
  if(UNDERPAINT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
    # Foreign headers (ATen) are not clean under these; our own code has no virtual bases to check.
    add_compile_options(-fno-sanitize=vptr)
  endif()
endif()
if(UNDERPAINT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

add_library(underpaint_settings INTERFACE)
target_compile_options(underpaint_settings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-qual -Wformat=2>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${UNDERPAINT_WERROR}>>:-Werror>)
# GCC 12 at -O3 warns about the standard library's own code: std::string (GCC bug 105651) and the
# empty state of nested std::optional (GCC bug 80635); stringop-overflow is 105651 in another place.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(underpaint_settings INTERFACE
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:Release>>:-Wno-restrict>
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:Release>>:-Wno-stringop-overflow>)
endif()
# GCC 12 at -O1 does so about arrays, and about operator new.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13
   AND CMAKE_CXX_FLAGS_${build_type} MATCHES "-O1")
  target_compile_options(underpaint_settings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds>)
endif()
# Several files in one compilation see what each of them keeps in an anonymous namespace.
if(CMAKE_UNITY_BUILD)
  target_compile_options(underpaint_settings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-shadow -Wno-subobject-linkage>)
endif()
target_include_directories(underpaint_settings INTERFACE "${CMAKE_SOURCE_DIR}")

# underpaint_library(NAME SOURCES ... [LINKS ...]): one static library per folder of the engine.
# Headers are listed too, so that they show up in IDEs.
function(underpaint_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC underpaint_settings ${ARG_LINKS})
endfunction()
