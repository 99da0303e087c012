// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace underpaint {

/// The one exception type of the program: something went wrong that the user should read about.
///
/// `what` says what is wrong, `where` names the file, key or place, `remedy` says what to do.
/// All three are plain sentences or names without a closing full stop; message() joins them.
/// Caught at the thread and command border only.
class Error : public std::runtime_error {
public:
    explicit Error(std::string what, std::string where = {}, std::string remedy = {});

    const std::string& problem() const noexcept { return m_problem; }
    const std::string& where() const noexcept { return m_where; }
    const std::string& remedy() const noexcept { return m_remedy; }

    /// "where: what. Remedy." — one line for a terminal or a dialog; what() returns the same.
    std::string message() const { return what(); }

private:
    std::string m_problem;
    std::string m_where;
    std::string m_remedy;
};

/// Thrown by long computations when their CancelToken was triggered. Not an Error: being
/// cancelled is a status, and whoever owns the job turns it into one.
class Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace underpaint
