// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/appearance_finder.h"

#include "engine/imaging/codec.h"
#include "engine/imaging/resize.h"
#include "engine/run/code_encoding.h"
#include "engine/run/code_samples.h"
#include "engine/run/scene_samples.h"
#include "engine/run/style_encoding.h"
#include "engine/run/style_thumbnails.h"
#include "ui/document/shared_image.h"

#include <QPointer>

#include <utility>

namespace underpaint::app {

namespace {

/// Groups of encodings lie beyond those of style thumbnails, those of codes beyond them.
/// @{
std::uint64_t encodingGroup(std::uint64_t number) {
    return (std::uint64_t{1} << 62U) + number;
}
std::uint64_t codeGroup(std::uint64_t number) {
    return (std::uint64_t{2} << 62U) + number;
}
std::uint64_t sampleGroup(ui::CodeAsker asker, std::uint64_t number) {
    return (std::uint64_t{3} << 62U) + (static_cast<std::uint64_t>(asker) << 56U) + number;
}
std::uint64_t sceneGroup(ui::SceneAsker asker, std::uint64_t number) {
    return (std::uint64_t{13} << 58U) + (static_cast<std::uint64_t>(asker) << 50U) + number;
}
/// @}

} // namespace

AppearanceFinder::AppearanceFinder(EngineBridge& bridge, const OpenDocument& open, QObject* parent)
    : AppearanceSource(parent), m_bridge(bridge), m_open(open) {}

void AppearanceFinder::requestStyleThumbnails(std::uint32_t instance,
                                              const std::vector<scene::Style>& styles) {
    cancelStyleThumbnails();
    if (!m_open.document) {
        return;
    }
    auto works = run::styleThumbnails({.scene = m_open.document->snapshot(),
                                       .document = m_open.id,
                                       .group = m_group,
                                       .instance = instance,
                                       .styles = styles});
    for (auto& work : works) {
        work.ended = [guard = QPointer(this), group = m_group,
                      instance](const run::Ended<run::StyleThumbnail>& ended) {
            if (!guard) {
                return;
            }
            if (group == guard->m_group && ended.result) {
                Q_EMIT guard->styleThumbnail(instance, static_cast<int>(ended.result->index),
                                             ui::toQt(ended.result->image));
            }
            Q_EMIT guard->waitingChanged();
        };
    }
    m_bridge.submit(std::move(works));
    Q_EMIT waitingChanged();
}

void AppearanceFinder::cancelStyleThumbnails() {
    if (m_open.id != 0) {
        m_bridge.cancelGroup(m_open.id, m_group);
    }
    ++m_group;
}

void AppearanceFinder::encodeStyles(const std::filesystem::path& photo, const QString& name,
                                    ui::StyleOrigin origin) {
    if (!m_open.document) {
        return;
    }
    m_bridge.cancelGroup(m_open.id, encodingGroup(m_encodings));
    const Size size = m_open.document->scene().size();
    auto work = run::encodeStyles({.photo =
                                       [photo, size](const CancelToken& cancel) {
                                           const Image picture = imaging::readPhoto(photo);
                                           cancel.check();
                                           return picture.size() == size
                                                      ? picture
                                                      : imaging::resizeBicubic(picture, size);
                                       },
                                   .instances = m_open.document->scene().instances,
                                   .document = m_open.id,
                                   .group = encodingGroup(++m_encodings)});
    work.ended = [guard = QPointer(this), number = m_encodings, name, origin,
                  file = QString::fromStdString(photo.string())](
                     const run::Ended<run::EncodedStyles>& ended) {
        if (!guard) {
            return;
        }
        if (ended.outcome != run::Outcome::Cancelled && number == guard->m_encodings) {
            Q_EMIT guard->stylesEncoded(
                ended.result.value_or(run::EncodedStyles()), name,
                ended.failure ? QString::fromStdString(ended.failure->message()) : QString(),
                origin, file);
        }
        Q_EMIT guard->waitingChanged();
    };
    m_bridge.submit(std::move(work));
    Q_EMIT waitingChanged();
}

void AppearanceFinder::requestCodeSamples(ui::CodeAsker asker,
                                          const std::vector<scene::LatentCode>& codes) {
    cancelCodeSamples(asker);
    if (!m_open.document) {
        return;
    }
    const std::uint64_t number = m_samples[asker];
    auto works = run::codeSamples({.scene = m_open.document->snapshot(),
                                   .document = m_open.id,
                                   .group = sampleGroup(asker, number),
                                   .codes = codes});
    for (std::size_t index = 0; index < works.size(); ++index) {
        works[index].ended = [guard = QPointer(this), asker, number,
                              index](const run::Ended<run::CodeSample>& ended) {
            if (!guard) {
                return;
            }
            if (number == guard->m_samples[asker] && ended.outcome != run::Outcome::Cancelled) {
                Q_EMIT guard->codeSample(asker, static_cast<int>(index),
                                         ended.result ? ui::toQt(ended.result->image) : QImage());
            }
            Q_EMIT guard->waitingChanged();
        };
    }
    m_bridge.submit(std::move(works));
    Q_EMIT waitingChanged();
}

void AppearanceFinder::cancelCodeSamples(ui::CodeAsker asker) {
    if (m_open.id != 0) {
        m_bridge.cancelGroup(m_open.id, sampleGroup(asker, m_samples[asker]));
    }
    ++m_samples[asker];
}

void AppearanceFinder::requestSceneSamples(ui::SceneAsker asker,
                                           const std::vector<scene::SceneState>& scenes,
                                           QSize size) {
    cancelSceneSamples(asker);
    if (!m_open.document) {
        return;
    }
    const std::uint64_t number = m_scenes[asker];
    run::SceneSampleRequest request{.document = m_open.id,
                                    .group = sceneGroup(asker, number),
                                    .size = {size.width(), size.height()},
                                    .first = asker != ui::SceneAsker::Frames};
    for (const scene::SceneState& scene : scenes) {
        request.scenes.emplace_back(scene);
    }
    auto works = run::sceneSamples(std::move(request));
    for (std::size_t index = 0; index < works.size(); ++index) {
        works[index].ended = [guard = QPointer(this), asker, number,
                              index](const run::Ended<run::SceneSample>& ended) {
            if (!guard) {
                return;
            }
            if (number == guard->m_scenes[asker] && ended.outcome != run::Outcome::Cancelled) {
                Q_EMIT guard->sceneSample(asker, static_cast<int>(index),
                                          ended.result ? ui::toQt(ended.result->image) : QImage());
            }
            Q_EMIT guard->waitingChanged();
        };
    }
    m_bridge.submit(std::move(works));
    Q_EMIT waitingChanged();
}

void AppearanceFinder::cancelSceneSamples(ui::SceneAsker asker) {
    if (m_open.id != 0) {
        m_bridge.cancelGroup(m_open.id, sceneGroup(asker, m_scenes[asker]));
    }
    ++m_scenes[asker];
}

void AppearanceFinder::encodeCode(const std::filesystem::path& photo, const QString& name) {
    if (!m_open.document) {
        return;
    }
    m_bridge.cancelGroup(m_open.id, codeGroup(m_codeEncodings));
    auto work =
        run::encodeCode({.photo = [photo](const CancelToken&) { return imaging::readPhoto(photo); },
                         .document = m_open.id,
                         .group = codeGroup(++m_codeEncodings)});
    work.ended = [guard = QPointer(this), number = m_codeEncodings,
                  name](const run::Ended<std::vector<float>>& ended) {
        if (!guard) {
            return;
        }
        if (ended.outcome != run::Outcome::Cancelled && number == guard->m_codeEncodings) {
            Q_EMIT guard->codeEncoded(
                ended.result.value_or(std::vector<float>()), name,
                ended.failure ? QString::fromStdString(ended.failure->message()) : QString());
        }
        Q_EMIT guard->waitingChanged();
    };
    m_bridge.submit(std::move(work));
    Q_EMIT waitingChanged();
}

void AppearanceFinder::cancel() {
    cancelStyleThumbnails();
    for (const auto asker :
         {ui::CodeAsker::Gallery, ui::CodeAsker::Strip, ui::CodeAsker::Directions}) {
        cancelCodeSamples(asker);
    }
    for (const auto asker :
         {ui::SceneAsker::Strip, ui::SceneAsker::Pinned, ui::SceneAsker::Frames}) {
        cancelSceneSamples(asker);
    }
    m_bridge.cancelGroup(m_open.id, codeGroup(m_codeEncodings));
    m_bridge.cancelGroup(m_open.id, encodingGroup(m_encodings));
}

} // namespace underpaint::app
