#pragma once

#if defined(__SANITIZE_THREAD__)
#define SC_THREAD_SANITIZER
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SC_THREAD_SANITIZER
#endif
#endif

#ifdef SC_THREAD_SANITIZER
extern "C" void __tsan_acquire(void* address);  // NOLINT(bugprone-reserved-identifier)
extern "C" void __tsan_release(void* address);  // NOLINT(bugprone-reserved-identifier)
#endif

namespace secondcurve {

/// Announces to the thread sanitizer that data passes from thread to thread through a library that it
/// cannot see into (oneTBB as Debian builds it). Does nothing in any other build.
///
/// Whoever starts tasks gives before and takes after; each task takes at its start and gives at its end.
class Handover final {
 public:
  /// Everything this thread has written so far may be seen by whoever takes later.
  void give() {
#ifdef SC_THREAD_SANITIZER
    __tsan_release(this);
#endif
  }
  /// What others had written before they gave may be read from here on.
  void take() {
#ifdef SC_THREAD_SANITIZER
    __tsan_acquire(this);
#endif
  }

 private:
  [[maybe_unused]] char address_ = 0;
};

}  // namespace secondcurve
