// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/team/teamwork.h"

#include "engine/base/error.h"
#include "engine/nets/run/device.h"

#include <chrono>
#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace underpaint::train {

namespace {

/// How long a process waits for the others; the leader writes files while they wait.
constexpr std::chrono::minutes patience{10};

/// An empty file that only this user can read; removed at the end.
class PrivateFile {
public:
    PrivateFile() {
        std::string name = (std::filesystem::temp_directory_path() / "underpaint-XXXXXX").string();
        const int handle = ::mkstemp(name.data());
        if (handle < 0) {
            throw Error("cannot be written", name, "Set TMPDIR to a folder that is writable");
        }
        ::close(handle);
        m_path = name;
    }
    ~PrivateFile() {
        std::error_code ignored; // nothing can be done about it here
        std::filesystem::remove(m_path, ignored);
    }
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace

Teamwork::Teamwork(const std::optional<DistributedPlace>& place, at::Device device) {
    if (place) {
        m_team = std::make_shared<DistributedTeam>(*place, patience, device);
    }
}

ExampleShare Teamwork::examples() const {
    return m_team ? ExampleShare{m_team->rank(), m_team->size()} : ExampleShare{};
}

void Teamwork::attempt(const std::function<void()>& step) const {
    try {
        step();
        return;
    } catch (const GivenUp&) {
        throw; // all know
    } catch (const std::exception& failure) {
        if (!m_team || !meansOutOfMemory(failure)) {
            throw;
        }
    }
    // What the step held is free by now, so that there is memory to tell the others.
    m_team->giveUp();
    throw OutOfMemory("process " + std::to_string(m_team->rank()) + " of this training");
}

std::function<void(const std::vector<at::Tensor>&)> Teamwork::sharing() const {
    if (!m_team) {
        return {};
    }
    return [team = m_team](const std::vector<at::Tensor>& gradients) { team->average(gradients); };
}

void Teamwork::average(std::map<std::string, double>& losses) const {
    if (!m_team) {
        return;
    }
    std::vector<at::Tensor> values;
    for (const auto& [name, loss] : losses) {
        values.push_back(at::full({}, loss, at::kFloat));
    }
    m_team->average(values);
    auto value = values.begin();
    for (auto& [name, loss] : losses) {
        loss = (value++)->item<double>();
    }
}

void Teamwork::takeOver(const std::filesystem::path& checkpoint,
                        const std::function<void(const std::filesystem::path&)>& restore) const {
    if (!m_team) {
        return;
    }
    if (leads()) {
        m_team->takeOverFile(checkpoint, {});
        return;
    }
    const PrivateFile copy;
    m_team->takeOverFile({}, copy.path());
    restore(copy.path());
}

at::Device deviceOf(const TrainerSettings& settings) {
    const at::Device device = nets::deviceFromName(settings.device);
    const bool numbered = settings.device.find(':') != std::string::npos;
    if (device.is_cuda() && settings.place && !numbered) {
        return nets::deviceFromName("cuda:" + std::to_string(settings.place->localRank));
    }
    return device;
}

} // namespace underpaint::train
