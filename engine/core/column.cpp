#include "engine/core/column.hpp"

#include <new>
#include <vector>

namespace secondcurve {
namespace detail {
namespace {
constexpr std::align_val_t alignment{lane_alignment};

/// Columns freed by this thread, kept for reuse. The list stays as long as the most columns that were
/// alive at once, some dozens.
class LaneList {
 public:
  LaneList() = default;
  LaneList(const LaneList&) = delete;
  LaneList& operator=(const LaneList&) = delete;
  ~LaneList() {
    for (double* lanes : free_) ::operator delete(lanes, alignment);
  }
  double* take() {
    if (free_.empty()) return static_cast<double*>(::operator new(lane_pitch * sizeof(double), alignment));
    double* lanes = free_.back();
    free_.pop_back();
    return lanes;
  }
  void give(double* lanes) noexcept {
    try {
      free_.push_back(lanes);
    } catch (...) {
      ::operator delete(lanes, alignment);
    }
  }

 private:
  std::vector<double*> free_;
};

LaneList& lane_list() {
  thread_local LaneList list;
  return list;
}
}  // namespace

double* take_lanes() { return lane_list().take(); }
void return_lanes(double* lanes) noexcept { lane_list().give(lanes); }
}  // namespace detail

Column Column::per_path() {
  Column c;
  c.lanes_.reset(detail::take_lanes());
  return c;
}

Column::Column(const Column& other) : value_(other.value_) {
  if (!other.varies()) return;
  lanes_.reset(detail::take_lanes());
  std::copy_n(other.lanes(), block_paths, lanes());
}

Column& Column::operator=(const Column& other) {
  if (this != &other) *this = Column(other);
  return *this;
}

}  // namespace secondcurve
