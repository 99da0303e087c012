# SPDX-License-Identifier: GPL-3.0-or-later
# `cmake --install` puts the program where a distribution has its programs, with the models, scenes
# and recipes that it finds by itself beside it.
include(GNUInstallDirs)

set(data "${CMAKE_INSTALL_DATADIR}/underpaint")
# LibTorch may lie where the loader does not look.
set_target_properties(underpaint PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS underpaint RUNTIME)
install(DIRECTORY models/ DESTINATION "${data}/models" FILES_MATCHING
  PATTERN "*.underpaint-model" PATTERN "backbones/*.safetensors"
  PATTERN "untrained-demonstration.underpaint-model" EXCLUDE) # a folder, for tests
install(DIRECTORY resources/scenes resources/recipes DESTINATION "${data}")
install(FILES README.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
install(FILES models/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME models.md)

install(FILES packaging/desktop/underpaint.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")

if(UNDERPAINT_GUI)
  install(FILES packaging/desktop/org.underpaint.Underpaint.metainfo.xml
    DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
  install(FILES packaging/desktop/underpaint.desktop
    DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES packaging/desktop/underpaint-mime.xml
    DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages" RENAME underpaint.xml)
  install(FILES resources/icons/underpaint.svg
    DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
