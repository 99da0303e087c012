// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/map_files.h"

#ifdef UNDERPAINT_HAVE_IMAGING
#include "engine/imaging/codec.h"
#include "engine/verify/planes.h"
#else
#include "engine/verify/case_context.h"
#endif

namespace underpaint::verify {

#ifdef UNDERPAINT_HAVE_IMAGING

namespace {

template<class T>
at::Tensor asMap(const Plane<T>& plane) {
    return tensorFrom(plane, /*flat=*/true).unsqueeze(0).unsqueeze(0);
}

} // namespace

at::Tensor readLabelFile(const std::filesystem::path& path) {
    return asMap(imaging::readIndices(path));
}

at::Tensor readInstanceFile(const std::filesystem::path& path) {
    return asMap(imaging::readInstanceIds(path));
}

#else

at::Tensor readLabelFile(const std::filesystem::path&) {
    throw NotAvailable("this build has no image codecs");
}

at::Tensor readInstanceFile(const std::filesystem::path&) {
    throw NotAvailable("this build has no image codecs");
}

#endif

} // namespace underpaint::verify
