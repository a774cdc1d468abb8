#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include <sys/mman.h>

namespace secondcurve::detail {

/// Gives back what make_large_buffer gave.
struct LargeBufferReturner {
  static constexpr std::align_val_t alignment{std::size_t{2} << 20};  // a large page of x86-64
  void operator()(std::byte* bytes) const { ::operator delete(bytes, alignment); }
};
using LargeBuffer = std::unique_ptr<std::byte[], LargeBufferReturner>;

/// Room for some megabytes, not initialised, in large pages where the system has them: a small page takes
/// longer to come by than to fill.
inline LargeBuffer make_large_buffer(std::size_t n_bytes) {
  constexpr auto page = static_cast<std::size_t>(LargeBufferReturner::alignment);
  if (n_bytes % page > page / 2) n_bytes += page - n_bytes % page;  // the last page is a large one, too
  LargeBuffer buffer(static_cast<std::byte*>(::operator new(n_bytes, LargeBufferReturner::alignment)));
  ::madvise(buffer.get(), n_bytes, MADV_HUGEPAGE);  // a wish; without it all works the same
  return buffer;
}

}  // namespace secondcurve::detail
