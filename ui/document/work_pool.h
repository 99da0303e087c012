// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QThreadPool;

namespace underpaint::ui {

/// Threads for work that may take long: files, photos. Qt paints large areas with the global pool
/// and waits for it, so that nothing long may run there. Belongs to the application, whose end
/// waits for the work. To be called from the thread of the user interface.
QThreadPool& workPool();

} // namespace underpaint::ui
