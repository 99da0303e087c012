# SPDX-License-Identifier: GPL-3.0-or-later
# Compiles resources/translations/*.ts and embeds them. Only lrelease is needed, not the CMake package
# of Qt's tools, which brings the Designer along.
#
# Result: underpaint_embed_translations(TARGET), UNDERPAINT_TRANSLATIONS (the .ts files).

find_program(UNDERPAINT_LRELEASE NAMES lrelease lrelease6 lrelease-qt6
  HINTS "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS}")
mark_as_advanced(UNDERPAINT_LRELEASE)
if(NOT UNDERPAINT_LRELEASE)
  message(FATAL_ERROR "lrelease of Qt 6 is missing. Install qt6-l10n-tools, or configure with "
    "-DUNDERPAINT_LRELEASE=/path/to/lrelease.")
endif()

file(GLOB UNDERPAINT_TRANSLATIONS CONFIGURE_DEPENDS
  "${CMAKE_SOURCE_DIR}/resources/translations/underpaint_*.ts")

function(underpaint_embed_translations target)
  set(folder "${CMAKE_BINARY_DIR}/translations")
  file(MAKE_DIRECTORY "${folder}")
  set(compiled "")
  foreach(source IN LISTS UNDERPAINT_TRANSLATIONS)
    get_filename_component(name "${source}" NAME_WE)
    add_custom_command(
      OUTPUT "${folder}/${name}.qm"
      COMMAND "${UNDERPAINT_LRELEASE}" -silent "${source}" -qm "${folder}/${name}.qm"
      DEPENDS "${source}"
      COMMENT "Compiling ${name}.ts"
      VERBATIM)
    list(APPEND compiled "${folder}/${name}.qm")
  endforeach()
  qt_add_resources(${target} underpaint_translations
    PREFIX /underpaint/translations BASE "${folder}" FILES ${compiled})
endfunction()
