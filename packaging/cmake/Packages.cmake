# SPDX-License-Identifier: GPL-3.0-or-later
# CPack: a Debian package of what Installation.cmake installs (packaging/package makes it).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME underpaint)
set(CPACK_PACKAGE_VENDOR "The Underpaint authors")
set(CPACK_PACKAGE_CONTACT "The Underpaint authors <underpaint@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "editor that turns painted label maps into photos, live")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Paint a label map (this is road, that is a car) and a neural network turns it
 into a photo while the brush moves. Styles can be chosen for each object,
 checkpoints of the official pix2pix and pix2pixHD code are imported without
 Python, and models are trained on pairs of your own. Works on a CPU.")
# The libraries that the program links, with the versions that this machine has.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# LibTorch computes with whatever BLAS is there; the reference one takes 25 times as long.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-translations-l10n, qt6-wayland")

include(CPack)
