// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_matching.h"

#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/train/objective/exemplar_losses.h"

#include <cstdint>
#include <utility>

namespace underpaint::train {

namespace {

using nets::Attention;
using nets::cocosnet::Correspondence;

/// (N, h, w) int32: every `stride`th label of (N, 1, H, W).
at::Tensor labelsOfPlaces(const at::Tensor& labels, std::int64_t stride) {
    return labels.squeeze(1)
        .slice(1, 0, labels.size(2), stride)
        .slice(2, 0, labels.size(3), stride)
        .to(at::kInt);
}

/// (N, L, 1, 1): 1 for classes of which the exemplar has a place, else 0.
at::Tensor lentClasses(const at::Tensor& exemplarCondition, std::int64_t stride) {
    return exemplarCondition.slice(2, 0, exemplarCondition.size(2), stride)
        .slice(3, 0, exemplarCondition.size(3), stride)
        .amax({2, 3}, /*keepdim=*/true);
}

} // namespace

MatchedBatch matched(nets::Run& run, const nets::Network& correspondence,
                     const nets::Scope& weights, const CoCosNetBatch& batch,
                     const MatchingWishes& wishes, const MatchingGroups& groups) {
    const auto& net = *correspondence.as<Correspondence>();
    MatchedBatch result;
    CoCosNetViews& views = result.views;
    const at::Tensor ofCondition = net.adaptedCondition(run, weights, batch.condition);
    const at::Tensor ofExemplar = net.adaptedPhoto(run, weights, batch.exemplar);
    if (wishes.alignment) {
        views.alignment = alignmentLoss(ofCondition, net.adaptedPhoto(run, weights, batch.image));
    }
    Attention question =
        matching(net.warping, net.theta(run, weights, ofCondition, batch.condition),
                 net.phi(run, weights, ofExemplar, batch.exemplarCondition));
    question.queryGroups = groups.scene;
    question.keyGroups = groups.exemplar;
    const nets::cocosnet::Warps warps =
        warp(run, net.warping, question,
             {.exemplar = batch.exemplar,
              .exemplarCondition = wishes.mask ? batch.exemplarCondition : at::Tensor(),
              .real = wishes.twoCycles ? batch.image : at::Tensor(),
              .cycle = wishes.cycle});
    views.warpOut = warps.out;
    views.warpMask = warps.mask;
    views.warpCycle = warps.cycle;
    views.backOfReal = warps.backOfReal;
    views.realPhoto = batch.image;
    views.exemplarPhoto = batch.exemplar;
    views.labels = batch.labels;
    views.exemplarLabels = batch.exemplarLabels;
    views.isOwnExemplar = batch.isOwnExemplar;
    result.matches = warps.matches;
    return result;
}

LentExemplars lent(nets::Run& run, const nets::Network& correspondence, const nets::Scope& weights,
                   const CoCosNetBatch& batch, const MatchingWishes& wishes, bool withinClass) {
    const auto& how = correspondence.as<Correspondence>()->warping;
    const at::Tensor shown = (batch.condition * lentClasses(batch.exemplarCondition, how.stride))
                                 .amax({1}, /*keepdim=*/true);
    const at::Tensor places = labelsOfPlaces(batch.labels, how.stride);
    const at::Tensor alone = labelsOfPlaces(shown, how.stride).eq(0);
    MatchingGroups groups;
    groups.scene = (withinClass ? places : at::full_like(places, Attention::anyGroup))
                       .masked_fill(alone, Attention::noGroup);
    const at::Tensor lending = labelsOfPlaces(batch.exemplarLabels, how.stride);
    groups.exemplar = lending.masked_fill(lending.lt(0), Attention::noGroup);
    MatchedBatch found = matched(run, correspondence, weights, batch, wishes, groups);
    const at::Tensor reach = nets::cocosnet::reachOf(run, how, found.matches);
    LentExemplars result{.views = std::move(found.views), .picture = {}, .there = {}};
    // Beside a place that found nothing the colour is that of those that did.
    result.there = shown * reach.gt(0);
    result.picture = result.views.warpOut / reach.masked_fill(reach.le(0), 1) * result.there;
    return result;
}

} // namespace underpaint::train
