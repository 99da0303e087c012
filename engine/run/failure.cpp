// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/failure.h"

#include "engine/base/error.h"
#include "engine/base/out_of_memory.h"

#include <exception>
#include <new>

namespace underpaint::run {

namespace {

Ending failed(const Error& error, bool outOfMemory) {
    return {Outcome::Failed,
            RenderFailure{error.problem(), error.where(), error.remedy(), outOfMemory}};
}

} // namespace

std::string RenderFailure::message() const {
    return Error(problem, where, remedy).message();
}

Ending ended(const std::function<void()>& action) noexcept {
    try {
        action();
        return {};
    } catch (const Cancelled&) {
        return {Outcome::Cancelled, std::nullopt};
    } catch (const OutOfMemory& error) {
        return failed(error, true);
    } catch (const Error& error) {
        return failed(error, false);
    } catch (const std::bad_alloc&) {
        return failed(OutOfMemory(), true);
    } catch (const std::exception& error) {
        return failed(Error(error.what(), "the engine", "Please report this"), false);
    } catch (...) {
        return failed(Error("an unknown failure", "the engine", "Please report this"), false);
    }
}

} // namespace underpaint::run
