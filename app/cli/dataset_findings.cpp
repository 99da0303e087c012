// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_findings.h"

namespace underpaint::app {

Json describeFindings(const std::vector<imaging::DatasetFinding>& findings) {
    Json list = Json::array();
    for (const imaging::DatasetFinding& finding : findings) {
        list.push_back({{"file", finding.file.string()},
                        {"error", finding.isError()},
                        {"text", finding.text}});
    }
    return list;
}

} // namespace underpaint::app
