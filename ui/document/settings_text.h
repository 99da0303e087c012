// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace underpaint::ui {

/// True for an INI file that asks Qt to make objects of any type, size and depth
/// ("key=@Variant(…)"): of 64 GiB, or so deep that the stack does not suffice. Qt makes them as it
/// reads the file, so this is to be asked before. The editor writes texts, numbers and bytes only.
bool asksForObjects(QByteArrayView ini);

/// Bytes that Qt is to be given back as they are, such as the state of a window: of damaged ones it
/// crashes or never returns. unsealed() of anything but a result of sealed() is empty.
/// @{
QByteArray sealed(const QByteArray& bytes);
QByteArray unsealed(const QByteArray& bytes);
/// @}

} // namespace underpaint::ui
