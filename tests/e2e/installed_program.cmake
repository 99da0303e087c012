# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DBUILD=… -DPREFIX=… -P installed_program.cmake: what `cmake --install` leaves runs by itself,
# with the models and scenes that were installed.
file(REMOVE_RECURSE "${PREFIX}")

# run(WHAT ARGUMENTS...): the output is in `printed`.
function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${what} failed (${code})\n${out}\n${err}")
  endif()
  set(printed "${out}" PARENT_SCOPE)
endfunction()

run("the installation" "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${PREFIX}" --strip)

# Nothing of the source tree or of the user shall help.
set(alone "${CMAKE_COMMAND}" -E env --unset=UNDERPAINT_MODELS --unset=UNDERPAINT_RESOURCES
  "HOME=${PREFIX}/user" "XDG_DATA_HOME=${PREFIX}/user/data" "${PREFIX}/bin/underpaint")
run("package list" ${alone} package list --json)
foreach(model street street-segmenter fashion)
  if(NOT printed MATCHES "\"${PREFIX}[^\"]*/${model}.underpaint-model\"")
    message(FATAL_ERROR "the installed ${model} is not listed\n${printed}")
  endif()
endforeach()

set(scene "${PREFIX}/share/underpaint/scenes/street")
run("a render" ${alone} render --model street --labels "${scene}/test_label/avenue.png"
  --instances "${scene}/test_inst/avenue.png" --format index -o "${PREFIX}/avenue.png")
file(SIZE "${PREFIX}/avenue.png" size)
if(size LESS 10000)
  message(FATAL_ERROR "a photo of ${size} bytes")
endif()
file(REMOVE_RECURSE "${PREFIX}")
