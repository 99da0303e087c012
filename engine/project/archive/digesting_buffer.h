// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/archive/sha256.h"

#include <ostream>
#include <streambuf>
#include <string>

namespace underpaint::project {

/// Hands what is written on to another stream and takes its SHA-256 on the way: for files that are
/// never in memory as a whole.
class DigestingBuffer final : public std::streambuf {
public:
    /// Must outlive it.
    explicit DigestingBuffer(std::ostream& out) : m_out(out) {}

    /// Of all that was written. Call once, at the end.
    std::string digest() { return m_digest.finish(); }

protected:
    int_type overflow(int_type value) override;
    std::streamsize xsputn(const char* data, std::streamsize count) override;

private:
    std::ostream& m_out;
    Sha256 m_digest;
};

} // namespace underpaint::project
