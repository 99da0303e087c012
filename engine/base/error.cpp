// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"

#include "engine/base/safe_text.h"

#include <utility>

namespace underpaint {

namespace {

std::string join(const std::string& what, const std::string& where, const std::string& remedy) {
    // Places are names of files and keys of files; problems may quote what files say.
    const std::string problem = safeLines(what);
    std::string text = where.empty() ? problem : safeText(where) + ": " + problem;
    if (!remedy.empty()) {
        text += ". " + safeLines(remedy);
    }
    return text;
}

} // namespace

Error::Error(std::string what, std::string where, std::string remedy)
    : std::runtime_error(join(what, where, remedy)),
      m_problem(std::move(what)),
      m_where(std::move(where)),
      m_remedy(std::move(remedy)) {}

} // namespace underpaint
