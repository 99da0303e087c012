// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/two_way_trainer.h"

#include "engine/base/error.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/train/optimise/starting_weights.h"
#include "engine/train/systems/two_way_recipe.h"

#include <algorithm>
#include <utility>

namespace underpaint::train {

namespace {

constexpr std::uint64_t firstWeightStream = 31; // four of them
constexpr std::uint64_t otherExamplesStream = 35;
constexpr std::uint64_t poolStream = 36;
constexpr std::uint64_t twoWayDropoutStream = 37;

void addPool(CheckpointWriter& writer, const std::string& group, const ImagePool& pool) {
    nets::ParamStore pictures;
    for (std::size_t i = 0; i < pool.stored().size(); ++i) {
        pictures.set(std::to_string(i), pool.stored()[i]);
    }
    writer.add(group, pictures);
}

void readPool(const CheckpointReader& reader, const std::string& group, at::Device device,
              ImagePool& pool) {
    const nets::ParamStore pictures = reader.all(group);
    std::vector<at::Tensor> stored;
    while (const at::Tensor* picture = pictures.find(std::to_string(stored.size()))) {
        stored.push_back(picture->to(device));
    }
    pool.setStored(std::move(stored));
}

} // namespace

TwoWayTrainer::TwoWayTrainer(const Recipe& recipe, const PackedDataset& data,
                             const TrainerSettings& settings,
                             const std::optional<std::filesystem::path>& initial)
    : RecipeTrainer(recipe, data, settings, data.only(Domain::A)),
      m_backbones(settings.backbones),
      m_poolDraws(std::make_shared<Random>(0)) {
    if (initial) {
        m_initial = project::ModelPackage::open(*initial);
        m_parent = m_initial->manifest().id;
    }
}

TwoWayNetworks TwoWayTrainer::startingNetworks() {
    std::uint64_t stream = firstWeightStream;
    bool any = false; // of the package
    const auto start = [&](const nets::Network& network, const std::string& role) {
        const bool there = m_initial && m_initial->manifest().networks.contains(role);
        const StartingWeights begun = startingWeights(
            network, role, nets::Initialisation::Pix2Pix, deriveSeed(recipe().seed, stream++),
            there ? m_initial : std::optional<project::ModelPackage>());
        any = any || begun.taken;
        if (!begun.origin.empty()) {
            m_origins.push_back(begun.origin);
        }
        nets::ParamStore weights = begun.weights;
        nets::setBackbone(weights, network, m_backbones);
        return TrainedNetwork(network, weights.to(device(), at::kFloat));
    };
    const nets::Network generator = twoWayGenerator(recipe(), data());
    const nets::Network discriminator = twoWayDiscriminator(recipe(), data());
    TrainedNetwork generatorA = start(generator, "G_A");
    TrainedNetwork generatorB = start(generator, "G_B");
    TrainedNetwork discriminatorA = start(discriminator, "D_A");
    TrainedNetwork discriminatorB = start(discriminator, "D_B");
    if (m_initial && !any) {
        throw Error("has no network that the recipe could begin with", m_initial->path().string(),
                    "Choose a package of kind " + recipe().kind);
    }
    m_initial.reset();
    return {.generatorA = std::move(generatorA),
            .generatorB = std::move(generatorB),
            .discriminatorA = std::move(discriminatorA),
            .discriminatorB = std::move(discriminatorB),
            .longestGradient = recipe().longestGradient};
}

TwoWayTrainer::Pools TwoWayTrainer::startingPools() const {
    const auto capacity = static_cast<std::size_t>(twoWayOf(recipe()).pool);
    const ImagePool::Draws draws = [random = m_poolDraws, capacity] {
        const double uniform = random->uniform();
        return PoolDraw{uniform, static_cast<std::size_t>(random->below(capacity))};
    };
    return {{capacity, draws}, {capacity, draws}};
}

void TwoWayTrainer::fill(TwoWayOptions& options) const {
    const TwoWayRecipe& own = twoWayOf(recipe());
    options.ganMode = nets::ganModeFromName(recipe().objective.gan);
    options.lambdaGan = recipe().objective.adversarial;
    options.lambdaA = own.cycle;
    options.lambdaB = own.cycle;
    options.lambdaIdentity = own.identity;
    options.optimiser = adamOptions(recipe().generatorRate);
    options.discriminatorOptimiser = adamOptions(recipe().discriminatorRate);
    options.computeType = computeType();
    options.share = teamwork().sharing();
}

void TwoWayTrainer::begin() {
    m_averageA.emplace(networks().generatorA);
    m_averageB.emplace(networks().generatorB);
}

at::Generator TwoWayTrainer::dropoutOfStep() const {
    const ExampleShare share = teamwork().examples();
    return nets::seededGenerator(
        device(), deriveSeed(deriveSeed(recipe().seed, twoWayDropoutStream),
                             static_cast<std::uint64_t>(stepsDone() * share.size + share.rank)));
}

DiscriminatorView TwoWayTrainer::viewOfStep() const {
    const ExampleShare share = teamwork().examples();
    return drawView(recipe().discriminatorAugmentation, recipe().augmentation.size, recipe().seed,
                    static_cast<std::uint64_t>(stepsDone() * share.size + share.rank));
}

Sample TwoWayTrainer::otherBatch() {
    if (!m_others || !(m_othersSize == recipe().augmentation.size)) {
        Recipe other = recipe();
        other.seed = deriveSeed(recipe().seed, otherExamplesStream);
        m_others.emplace(data().only(Domain::B), other, teamwork().examples());
        m_othersSize = recipe().augmentation.size;
        m_nextOther = 0;
    }
    if (m_nextOther != stepsDone()) {
        m_others->start(stepsDone());
    }
    m_nextOther = stepsDone() + 1;
    return m_others->next();
}

/// Pictures of another size cannot be shown beside those of this step.
void TwoWayTrainer::dropMisfits() {
    const Size size = recipe().augmentation.size;
    for (ImagePool* pool : {&pools().likeA, &pools().likeB}) {
        const bool fits =
            pool->stored().empty() || (pool->stored().front().size(1) == size.height &&
                                       pool->stored().front().size(2) == size.width);
        if (!fits) {
            pool->setStored({});
        }
    }
}

nets::TensorMap TwoWayTrainer::learn(const Sample& batch) {
    const double factor = rateFactor();
    networks().generatorAdam->setLearningRate(recipe().generatorRate * factor);
    networks().discriminatorAdam->setLearningRate(recipe().discriminatorRate * factor);
    const ExampleShare share = teamwork().examples();
    *m_poolDraws =
        Random(deriveSeed(deriveSeed(recipe().seed, poolStream),
                          static_cast<std::uint64_t>(stepsDone() * share.size + share.rank)));
    dropMisfits();
    nets::TensorMap losses = trainOn(batch, otherBatch());
    m_averageA->update(networks().generatorA, recipe().average, stepsDone());
    m_averageB->update(networks().generatorB, recipe().average, stepsDone());
    return losses;
}

at::Tensor TwoWayTrainer::shown(const Sample& sample) const {
    const at::NoGradGuard noGrad;
    const Domain domain = data()[sample.pair].domain;
    const WeightAverage& average = domain == Domain::B ? *m_averageB : *m_averageA;
    return translated(average.weights(), sample, domain);
}

void TwoWayTrainer::write(CheckpointWriter& writer) const {
    writer.set("parent", m_parent);
    for (const auto& [role, network] : networks().all()) {
        writer.add(role, network->weights());
    }
    writer.add("average/G_A", m_averageA->weights());
    writer.add("average/G_B", m_averageB->weights());
    writer.add("adam/G", networks().generatorNames(), networks().generatorAdam->moments());
    writer.add("adam/D", networks().discriminatorNames(), networks().discriminatorAdam->moments());
    addPool(writer, "pool/A", pools().likeA);
    addPool(writer, "pool/B", pools().likeB);
}

void TwoWayTrainer::read(const CheckpointReader& reader) {
    for (const auto& [role, network] : networks().all()) {
        reader.read(role, network->weights());
    }
    reader.read("average/G_A", m_averageA->weights());
    reader.read("average/G_B", m_averageB->weights());
    networks().generatorAdam->setMoments(reader.moments("adam/G", networks().generatorNames()));
    networks().discriminatorAdam->setMoments(
        reader.moments("adam/D", networks().discriminatorNames()));
    readPool(reader, "pool/A", device(), pools().likeA);
    readPool(reader, "pool/B", device(), pools().likeB);
    m_parent = reader.fact("parent");
}

std::vector<TrainedRole> TwoWayTrainer::trained() const {
    return {{"G_A", networks().generatorA.network(), m_averageA->weights()},
            {"G_B", networks().generatorB.network(), m_averageB->weights()}};
}

void TwoWayTrainer::describe(project::Manifest& manifest) const {
    for (const Domain domain : {Domain::A, Domain::B}) {
        project::PackageClass known = *std::ranges::find(data().classes(), static_cast<int>(domain),
                                                         &project::PackageClass::id);
        known.id = static_cast<int>(domain) - 1;
        manifest.classes.push_back(std::move(known));
    }
    manifest.parent = m_parent;
}

std::string TwoWayTrainer::remarks() const {
    std::string text = std::to_string(data().sizeOf(Domain::A)) + " photos of A, " +
                       std::to_string(data().sizeOf(Domain::B)) + " of B";
    for (const std::string& origin : m_origins) {
        text += "; " + origin;
    }
    return text;
}

} // namespace underpaint::train
