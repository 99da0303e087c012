// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/evaluation.h"

#include <map>

namespace underpaint::verify {

namespace {

std::map<std::string_view, Evaluator> allEvaluators() {
    std::map<std::string_view, Evaluator> all;
    for (const auto list :
         {imageEvaluators, sceneEvaluators, lossEvaluators, inferenceEvaluators, trainEvaluators,
          uiEvaluators, bicycleGanEvaluators, cocosnetEvaluators, cocosnetLossEvaluators,
          cycleGanEvaluators, instaGanEvaluators, vid2vidEvaluators, vid2vidLossEvaluators}) {
        for (const NamedEvaluator& one : list()) {
            all.emplace(one.name, one.evaluate);
        }
    }
    return all;
}

} // namespace

Evaluator evaluatorOf(const std::string& name) {
    static const std::map<std::string_view, Evaluator> evaluators = allEvaluators();
    const auto it = evaluators.find(name);
    return it == evaluators.end() ? nullptr : it->second;
}

} // namespace underpaint::verify
