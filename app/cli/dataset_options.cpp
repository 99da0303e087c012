// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_options.h"

#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

void DatasetOptions::declare(CLI::App& app, const std::string& usualPhase,
                             const std::string& layout) {
    declareFolders(app, usualPhase, layout);
    app.add_option("--labels", m_labels,
                   "Classes of the data set's folder: a known set, a labels.json or CVAT's "
                   "labelmap.txt");
    app.add_option("--format", m_format, "Format of its label maps; default: auto");
}

void DatasetOptions::declareFolders(CLI::App& app, const std::string& usualPhase,
                                    const std::string& layout) {
    app.add_option(layout.empty() ? "--layout" : "--layout," + layout, m_layout,
                   std::string("How the data set's folder lies: ") + layouts());
    app.add_option("--phase", m_phase, "The part (train, val ...); default: " + usualPhase);
    app.add_flag("--labels-left", m_labelsLeft,
                 "Side by side: the label map is the left half; default: the one in class colours");
    app.add_option("--photos-in", m_photosIn, "The folder of the photos, whatever its name");
    app.add_option("--labels-in", m_labelsIn, "The folder of the label maps");
    app.add_option("--instances-in", m_instancesIn, "The folder of the instance maps");
}

imaging::DatasetReading DatasetOptions::reading() const {
    imaging::DatasetReading reading;
    reading.phase = m_phase;
    reading.classes = parseLabelSet(m_labels);
    reading.labelsLeft = m_labelsLeft;
    reading.photosIn = m_photosIn;
    reading.labelsIn = m_labelsIn;
    reading.instancesIn = m_instancesIn;
#if UNDERPAINT_HAS_IMAGING
    reading.layout = imaging::datasetLayoutFromName(m_layout);
    reading.format = imaging::labelFormatFromName(m_format);
#endif
    return reading;
}

bool DatasetOptions::nameLayout() const {
    return m_layout != "auto" || m_labelsLeft || !m_photosIn.empty() || !m_labelsIn.empty() ||
           !m_instancesIn.empty();
}

const char* DatasetOptions::layouts() {
    return "auto, ours, phase-ab, side-by-side, cityscapes, coco-stuff, ade20k, camvid, facades, "
           "labelme, folders";
}

} // namespace underpaint::app
