// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/vid2vid_step.h"

#include "engine/base/error.h"

#include <algorithm>
#include <iterator>

namespace underpaint::train {

namespace {

namespace v2v = nets::vid2vid;

constexpr const char* generatorRole = "G"; ///< of the optimiser of all generators

/// (N, T, C, H, W) as (N * T, C, H, W).
at::Tensor oneByOne(const at::Tensor& frames) {
    return frames.flatten(0, 1);
}

at::Tensor withoutGraph(const at::Tensor& x) {
    return x.defined() ? x.detach() : x;
}

v2v::PaintedFrame withoutGraph(const v2v::PaintedFrame& frame) {
    return {.final = withoutGraph(frame.final),
            .flow = withoutGraph(frame.flow),
            .weight = withoutGraph(frame.weight),
            .raw = withoutGraph(frame.raw),
            .features = {.image = withoutGraph(frame.features.image),
                         .flow = withoutGraph(frame.features.flow),
                         .foreground = withoutGraph(frame.features.foreground)}};
}

void detachAll(v2v::RolloutState& state) {
    for (at::Tensor& frames : state.previous) {
        frames = frames.detach();
    }
}

std::vector<at::Tensor> parametersOf(const std::vector<TrainedNetwork>& networks) {
    std::vector<at::Tensor> all;
    for (const TrainedNetwork& network : networks) {
        all.insert(all.end(), network.parameters().begin(), network.parameters().end());
    }
    return all;
}

std::string numberedRole(const char* role, std::size_t number) {
    return role + std::to_string(number);
}

FrameGroups emptyGroups(const Vid2VidOptions& options, const Vid2VidNetworks& networks) {
    const auto scales = static_cast<std::int64_t>(networks.temporal.size());
    return {options.sampling, options.judgedFrames, std::max<std::int64_t>(scales, 1)};
}

} // namespace

v2v::RolloutState standingStill(const v2v::RolloutPlan& plan, const v2v::RolloutState& state) {
    v2v::RolloutState still;
    for (const at::Tensor& frames : state.previous) {
        still.previous.push_back(
            frames.narrow(1, plan.frames - 2, 1).repeat({1, plan.frames - 1, 1, 1, 1}));
    }
    return still;
}

Vid2VidStep::Vid2VidStep(Vid2VidNetworks networks, Vid2VidOptions options)
    : m_networks(std::move(networks)),
      m_options(std::move(options)),
      m_realGroups(emptyGroups(m_options, m_networks)),
      m_fakeGroups(emptyGroups(m_options, m_networks)),
      m_numberGroups(emptyGroups(m_options, m_networks)) {
    if (std::ssize(m_networks.generators) != m_options.plan.scales) {
        throw Error("vid2vid needs one generator for each of its " +
                    std::to_string(m_options.plan.scales) + " scales");
    }
    for (const TrainedNetwork& generator : m_networks.generators) {
        (void)v2v::shapeOf(generator.network());
    }
    if (!m_options.flow || m_options.framesOfGradient < 1) {
        throw Error("vid2vid trains with a source of flows, and through at least one frame");
    }
    if (m_options.optimiser) {
        m_ofGenerators =
            std::make_shared<Adam>(parametersOf(m_networks.generators), *m_options.optimiser);
        m_ofDiscriminator =
            std::make_shared<Adam>(m_networks.discriminator.parameters(),
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
        for (const TrainedNetwork& network : m_networks.temporal) {
            m_ofTemporal.push_back(
                std::make_shared<Adam>(network.parameters(), *m_options.optimiser));
        }
    }
    setFinestOnly(m_options.finestOnly);
}

void Vid2VidStep::setFinestOnly(bool finestOnly) {
    m_options.finestOnly = finestOnly;
    for (std::size_t i = 0; i + 1 < m_networks.generators.size(); ++i) {
        m_networks.generators[i].setFrozen(finestOnly);
    }
}

void Vid2VidStep::setRates(double ofGenerators, double ofDiscriminators) {
    for (const NamedAdam& one : optimisers()) {
        one.adam->setLearningRate(one.name == generatorRole ? ofGenerators : ofDiscriminators);
    }
}

nets::TensorMap Vid2VidStep::remember() const {
    nets::TensorMap memory;
    if (m_state.previous.empty()) {
        return memory;
    }
    for (std::size_t scale = 0; scale < m_state.previous.size(); ++scale) {
        memory[numberedRole("previous", scale)] = m_state.previous[scale];
    }
    memory["last"] = m_lastFake;
    for (const auto& [name, groups] :
         {std::pair("real/", &m_realGroups), std::pair("fake/", &m_fakeGroups),
          std::pair("numbers/", &m_numberGroups)}) {
        for (const auto& [key, frames] : groups->remember()) {
            memory[name + key] = frames;
        }
    }
    return memory;
}

void Vid2VidStep::recall(const nets::TensorMap& memory) {
    begin();
    for (std::int64_t scale = 0; scale < m_options.plan.scales; ++scale) {
        const auto found = memory.find(numberedRole("previous", static_cast<std::size_t>(scale)));
        if (found == memory.end()) {
            m_state = {};
            return;
        }
        m_state.previous.push_back(found->second);
    }
    if (const auto last = memory.find("last"); last != memory.end()) {
        m_lastFake = last->second;
    }
    for (const auto& [name, groups] : {std::pair(std::string("real/"), &m_realGroups),
                                       std::pair(std::string("fake/"), &m_fakeGroups),
                                       std::pair(std::string("numbers/"), &m_numberGroups)}) {
        nets::TensorMap own;
        for (const auto& [key, frames] : memory) {
            if (key.starts_with(name)) {
                own[key.substr(name.size())] = frames;
            }
        }
        groups->recall(own);
    }
}

void Vid2VidStep::begin() {
    m_state = {};
    m_realGroups = emptyGroups(m_options, m_networks);
    m_fakeGroups = emptyGroups(m_options, m_networks);
    m_numberGroups = emptyGroups(m_options, m_networks);
    m_lastFake = at::Tensor();
}

nets::EagerRun::Options Vid2VidStep::asInTraining() const {
    return {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType};
}

std::vector<v2v::PaintedFrame> Vid2VidStep::paint(const Vid2VidChunk& chunk) {
    const v2v::RolloutPlan& plan = m_options.plan;
    if (m_state.previous.empty()) {
        m_state = m_options.realFirstFrames
                      ? v2v::stateAfter(plan, chunk.images.narrow(1, 0, plan.frames - 1))
                      : v2v::stateOfNothing(plan, chunk.labels, chunk.images.size(2));
    }
    const v2v::FramePainter paintOne = [&](std::int64_t scale, const v2v::FrameRequest& request) {
        const TrainedNetwork& generator = m_networks.generators[static_cast<std::size_t>(scale)];
        nets::EagerRun run(asInTraining());
        v2v::PaintedFrame made =
            v2v::paintWith(generator.network(), run, generator.scope(), request);
        const auto asGiven = [&chunk](at::Tensor& picture) {
            picture = picture.defined() ? picture.to(chunk.images.scalar_type()) : picture;
        };
        asGiven(made.final); // losses compare in full precision
        asGiven(made.flow);
        asGiven(made.weight);
        asGiven(made.raw);
        const bool learns = !m_options.finestOnly || scale == m_options.plan.scales - 1;
        return learns ? made : withoutGraph(made);
    };
    std::vector<v2v::PaintedFrame> painted;
    const std::int64_t count = chunk.labels.size(1) - plan.frames + 1;
    for (std::int64_t t = 0; t < count; ++t) {
        if (t % m_options.framesOfGradient == 0) {
            detachAll(m_state);
        }
        v2v::RolloutStep step =
            v2v::paintFrame(plan, paintOne, chunk.labels.narrow(1, t, plan.frames), m_state);
        const bool first = m_state.fresh;
        m_state = std::move(step.next);
        if (first && m_options.standsStillBefore) {
            m_state = standingStill(plan, m_state);
        }
        painted.push_back(std::move(step.painted.back()));
    }
    return painted;
}

Vid2VidViews Vid2VidStep::viewsOf(const Vid2VidChunk& chunk,
                                  const std::vector<v2v::PaintedFrame>& painted) {
    const auto all = [&](at::Tensor v2v::PaintedFrame::*member) {
        std::vector<at::Tensor> frames;
        for (const v2v::PaintedFrame& frame : painted) {
            if ((frame.*member).defined()) {
                frames.push_back(frame.*member);
            }
        }
        return frames.empty() ? at::Tensor() : oneByOne(at::stack(frames, 1));
    };
    const std::int64_t first = m_options.plan.frames - 1;
    const auto count = std::ssize(painted);
    const at::Tensor realBefore = chunk.images.narrow(1, first - 1, count);
    // The first frame of a sequence has nothing painted before it: there the real one counts.
    std::vector<at::Tensor> fakeBefore{m_lastFake.defined() ? m_lastFake : realBefore.select(1, 0)};
    for (auto frame = painted.begin(); frame + 1 != painted.end(); ++frame) {
        fakeBefore.push_back(frame->final.detach());
    }
    Vid2VidViews views{.real = oneByOne(chunk.images.narrow(1, first, count)),
                       .fake = all(&v2v::PaintedFrame::final),
                       .raw = all(&v2v::PaintedFrame::raw),
                       .realBefore = oneByOne(realBefore),
                       .fakeBefore = oneByOne(at::stack(fakeBefore, 1)),
                       .flow = all(&v2v::PaintedFrame::flow),
                       .weight = all(&v2v::PaintedFrame::weight)};
    FramePairs pairs{.frames = views.real, .before = views.realBefore};
    if (chunk.numbers.defined()) {
        pairs.numbers = chunk.numbers.narrow(1, first, count).flatten();
        pairs.numbersBefore = chunk.numbers.narrow(1, first - 1, count).flatten();
    }
    const ReferenceFlow reference = m_options.flow(pairs);
    views.referenceFlow = reference.flow;
    views.confidence = reference.confidence;
    m_lastFake = painted.back().final.detach();
    return views;
}

void Vid2VidStep::judgeGroups(const Vid2VidChunk& chunk, const at::Tensor& fake, Judged& judged) {
    if (m_networks.temporal.empty()) {
        return;
    }
    const std::int64_t first = m_options.plan.frames - 1;
    const std::int64_t count = chunk.images.size(1) - first;
    const at::Tensor real = chunk.images.narrow(1, first, count);
    const std::vector<at::Tensor> realGroups = m_realGroups.add(real);
    const std::vector<at::Tensor> fakeGroups = m_fakeGroups.add(fake.view(real.sizes()));
    std::vector<at::Tensor> numberGroups(realGroups.size());
    if (chunk.numbers.defined()) {
        numberGroups = m_numberGroups.add(
            chunk.numbers.narrow(1, first, count).view({real.size(0), count, 1, 1, 1}));
    }
    for (std::size_t scale = 0; scale < m_networks.temporal.size(); ++scale) {
        const at::Tensor& frames = realGroups[scale];
        at::Tensor& loss = judged.temporalLosses.emplace_back();
        if (!frames.defined()) {
            continue;
        }
        const std::int64_t between = frames.size(1) - 1;
        FramePairs pairs{.frames = oneByOne(frames.narrow(1, 1, between)),
                         .before = oneByOne(frames.narrow(1, 0, between))};
        if (const at::Tensor& numbers = numberGroups[scale]; numbers.defined()) {
            pairs.numbers = numbers.narrow(1, 1, between).flatten();
            pairs.numbersBefore = numbers.narrow(1, 0, between).flatten();
        }
        const at::Tensor flows = m_options.flow(pairs).flow;
        const at::Tensor split =
            flows.view({frames.size(0), between, 2, flows.size(2), flows.size(3)});
        const nets::TensorMap own =
            vid2vidAdversarialLosses(m_options.weights, m_networks.temporal[scale], asInTraining(),
                                     temporalInput(frames, split, m_options.flowUnit),
                                     {temporalInput(fakeGroups[scale], split, m_options.flowUnit)});
        loss = 0.5 * (own.at("D_fake") + own.at("D_real"));
        const auto add = [&](const char* name, const at::Tensor& value) {
            at::Tensor& sum = judged.losses[name];
            sum = sum.defined() ? sum + value : value;
        };
        add("G_T_GAN", own.at("G_GAN"));
        add("G_T_GAN_Feat", own.at("G_GAN_Feat"));
        add("D_T_real", own.at("D_real"));
        add("D_T_fake", own.at("D_fake"));
        add("D_T", loss);
    }
}

Vid2VidStep::Judged Vid2VidStep::judge(const Vid2VidChunk& chunk, const Vid2VidViews& views) {
    const std::int64_t first = m_options.plan.frames - 1;
    const std::int64_t count = chunk.images.size(1) - first;
    const at::Tensor condition = oneByOne(chunk.labels.narrow(1, first, count));
    const auto shown = [&](const at::Tensor& picture) { return at::cat({condition, picture}, 1); };
    Judged judged;
    judged.losses =
        vid2vidAdversarialLosses(m_options.weights, m_networks.discriminator, asInTraining(),
                                 shown(views.real), {shown(views.fake), shown(views.raw)});
    judged.losses.merge(vid2vidFlowLosses(m_options.weights, m_options.plan.scales, views));
    if (m_options.perceptual) {
        judged.losses[m_options.perceptual->loss] =
            vid2vidFeatureLoss(m_options.weights, *m_options.perceptual, views);
    }
    judgeGroups(chunk, views.fake, judged);
    at::Tensor generator = at::zeros({}, views.real.options());
    for (const auto& [name, loss] : judged.losses) {
        if (!name.starts_with("D_")) {
            generator = generator + loss;
        }
    }
    judged.losses["G"] = generator;
    judged.losses["D"] = 0.5 * (judged.losses.at("D_fake") + judged.losses.at("D_real"));
    return judged;
}

void Vid2VidStep::stepGenerators(const at::Tensor& loss, StepReport& report) {
    const std::vector<at::Tensor> gradients =
        gradientsOf(loss, parametersOf(m_networks.generators), /*keepGraph=*/true);
    auto next = gradients.begin();
    for (std::size_t i = 0; i < m_networks.generators.size(); ++i) {
        const TrainedNetwork& network = m_networks.generators[i];
        const auto own = next;
        next += std::ssize(network.parameters());
        report.gradients[numberedRole("G", i)] = network.named({own, next});
    }
    if (m_ofGenerators) {
        m_ofGenerators->step(gradients);
    }
}

StepReport Vid2VidStep::step(const Vid2VidChunk& chunk) {
    const std::int64_t first = m_options.plan.frames - 1;
    if (chunk.labels.dim() != 5 || chunk.images.dim() != 5 ||
        chunk.labels.size(1) != chunk.images.size(1) || chunk.images.size(1) <= first) {
        throw Error("a chunk has labels and images of more than " + std::to_string(first) +
                    " frames");
    }
    StepReport report;
    const std::vector<v2v::PaintedFrame> painted = paint(chunk);
    const Judged judged = judge(chunk, viewsOf(chunk, painted));
    stepGenerators(judged.losses.at("G"), report);
    // All gradients are taken before the weights that they go through change.
    const std::vector<at::Tensor> ofDiscriminator =
        m_networks.discriminator.gradients(judged.losses.at("D"), /*keepGraph=*/false);
    report.gradients["D"] = m_networks.discriminator.named(ofDiscriminator);
    if (m_ofDiscriminator) {
        m_ofDiscriminator->step(ofDiscriminator);
    }
    for (std::size_t i = 0; i < m_networks.temporal.size(); ++i) {
        const TrainedNetwork& network = m_networks.temporal[i];
        const at::Tensor& loss = judged.temporalLosses[i];
        nets::TensorMap& gradients = report.gradients[numberedRole("D_T", i)];
        if (!loss.defined()) {
            continue;
        }
        const std::vector<at::Tensor> own = network.gradients(loss, /*keepGraph=*/false);
        gradients = network.named(own);
        if (!m_ofTemporal.empty()) {
            m_ofTemporal[i]->step(own);
        }
    }
    for (const auto& [name, loss] : judged.losses) {
        report.losses[name] = loss.detach();
    }
    std::vector<at::Tensor> frames;
    for (const v2v::PaintedFrame& frame : painted) {
        frames.push_back(frame.final.detach());
    }
    report.values["fake_B"] = at::stack(frames, 1);
    detachAll(m_state); // or it would keep the graph until the next chunk
    return report;
}

std::vector<NamedAdam> Vid2VidStep::optimisers() const {
    std::vector<NamedAdam> all;
    if (m_ofGenerators) {
        NamedAdam ofGenerators{generatorRole, {}, m_ofGenerators.get()};
        for (std::size_t i = 0; i < m_networks.generators.size(); ++i) {
            for (const std::string& key : m_networks.generators[i].keys()) {
                ofGenerators.keys.push_back(numberedRole("G", i) + "/" + key);
            }
        }
        all.push_back(std::move(ofGenerators));
        all.push_back({"D", m_networks.discriminator.keys(), m_ofDiscriminator.get()});
        for (std::size_t i = 0; i < m_networks.temporal.size(); ++i) {
            all.push_back(
                {numberedRole("D_T", i), m_networks.temporal[i].keys(), m_ofTemporal[i].get()});
        }
    }
    return all;
}

bool Vid2VidStep::finite() const {
    return std::ranges::all_of(roles(), [](const auto& one) {
        return std::ranges::all_of(one.second->parameters(), [](const at::Tensor& weights) {
            return weights.detach().isfinite().all().item<bool>();
        });
    });
}

std::vector<std::pair<std::string, const TrainedNetwork*>> Vid2VidStep::roles() const {
    std::vector<std::pair<std::string, const TrainedNetwork*>> all;
    for (std::size_t i = 0; i < m_networks.generators.size(); ++i) {
        all.emplace_back(numberedRole("G", i), &m_networks.generators[i]);
    }
    all.emplace_back("D", &m_networks.discriminator);
    for (std::size_t i = 0; i < m_networks.temporal.size(); ++i) {
        all.emplace_back(numberedRole("D_T", i), &m_networks.temporal[i]);
    }
    return all;
}

} // namespace underpaint::train
