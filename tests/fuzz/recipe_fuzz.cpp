// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/train/recipe/recipe.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    try {
        const train::Recipe recipe =
            train::parseRecipe({reinterpret_cast<const char*>(data), size}, "input");
        // Files are called by it, and a run writes its recipe down and reads it again.
        if (!nameProblem(recipe.name).empty()) {
            __builtin_trap();
        }
        const std::string text = train::recipeText(recipe);
        if (train::recipeText(train::parseRecipe(text, "again")) != text) {
            __builtin_trap();
        }
    } catch (const Error&) {
        // The only permitted way to fail.
    }
    return 0;
}
