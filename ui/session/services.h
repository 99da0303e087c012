// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/appearance_source.h"
#include "ui/session/model_comparing.h"
#include "ui/session/model_library.h"
#include "ui/session/model_shelf.h"
#include "ui/session/model_training.h"
#include "ui/session/photo_files.h"
#include "ui/session/photo_rendering.h"
#include "ui/session/photo_translating.h"
#include "ui/session/sequence_exporting.h"
#include "ui/session/video_opening.h"

namespace underpaint::ui {

class Document;

/// What the windows ask of the engine, for one document at a time.
class Services {
public:
    virtual ~Services() = default;

    /// The document that is rendered from now on, or nullptr. It must outlive its being set.
    virtual void setDocument(Document* document) = 0;

    virtual PhotoRendering& rendering() = 0;
    virtual ModelShelf& models() = 0;
    virtual AppearanceSource& appearances() = 0;
    virtual PhotoFiles& photos() = 0;
    virtual PhotoTranslating& translations() = 0;
    virtual SequenceExporting& sequences() = 0;
    virtual ModelTraining& training() = 0;
    virtual ModelLibrary& library() = 0;
    virtual VideoOpening& videos() = 0;
    virtual ModelComparing& comparisons() = 0;

protected:
    Services() = default;
    Services(const Services&) = default;
    Services& operator=(const Services&) = default;
};

} // namespace underpaint::ui
