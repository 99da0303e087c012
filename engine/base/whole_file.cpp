// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/whole_file.h"

#include "engine/base/error.h"

namespace underpaint {

MappedFile openWholeFile(const std::filesystem::path& path) {
    MappedFile file(path);
    if (file.bytes().empty()) {
        throw Error("the file is empty", path.string(), "Fetch or export it again");
    }
    return file;
}

} // namespace underpaint
