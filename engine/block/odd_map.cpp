#include "engine/block/odd_map.hpp"

#include <cstdint>
#include <limits>

#include "engine/block/ops.hpp"
#include "engine/core/column.hpp"

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/odd_map.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/vector_math.inc"

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {

using Places = hn::RebindToSigned<Doubles>;

/// The table's value at place p = s(x) * nodes per unit, not negative.
HWY_INLINE Vd look_up(const OddMap& map, Vd p) {
  const Doubles d;
  const Vd last = fill(static_cast<double>(map.last_row()));
  const Vd row = hn::Floor(hn::IfThenElse(hn::Lt(p, last), p, last));  // not-a-number is looked up at the end
  const Vd t = hn::Sub(p, row);
  // Below 2^51 the low bits of row + 2^52 are row itself.
  const Vw number = hn::And(as_bits(hn::Add(row, fill(0x1p52))), fill_bits(0x000fffffffffffffull));
  const auto first = hn::BitCast(Places(), hn::ShiftLeft<2>(number));
  const double* c = map.cubics();
  Vd y = hn::MulAdd(hn::GatherIndex(d, c + 3, first), t, hn::GatherIndex(d, c + 2, first));
  y = hn::MulAdd(y, t, hn::GatherIndex(d, c + 1, first));
  return hn::MulAdd(y, t, hn::GatherIndex(d, c, first));
}

void run_apply(double* out, const double* x, const OddMap& map) {
  const Doubles d;
  const Vd per_unit = fill(map.per_unit()), half = fill(0.5 * map.out_width());
  const Vd per_width = fill(map.in_width() > 0.0 ? 1.0 / map.in_width() : 0.0);
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(d)) {
    const Vd signed_x = hn::Load(d, x + i);
    Vd s = hn::Abs(signed_x);
    if (map.in_width() > 0.0) {
      s = hn::Mul(s, per_width);
      s = vector_log(hn::Add(s, hn::Sqrt(hn::MulAdd(s, s, fill(1.0)))));
    }
    Vd y = look_up(map, hn::Mul(s, per_unit));
    if (map.out_width() > 0.0) {
      const Vd e = vector_exp(y);
      y = hn::Mul(half, hn::Sub(e, hn::Div(fill(1.0), e)));
    }
    hn::Store(hn::CopySign(y, signed_x), d, out + i);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_apply);
}  // namespace

OddMap::OddMap(double in_width, double out_width, double end, std::span<const Node> nodes)
    : in_width_(in_width), out_width_(out_width), per_unit_(static_cast<double>(nodes.size() - 1) / end) {
  SC_EXPECT(nodes.size() >= 2 && nodes.front().value == 0.0 && end > 0.0);
  cubics_.reserve(4 * nodes.size());
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
    const double rise = nodes[i + 1].value - nodes[i].value;
    const double here = nodes[i].slope / per_unit_, next = nodes[i + 1].slope / per_unit_;
    cubics_.insert(cubics_.end(),
                   {nodes[i].value, here, 3.0 * rise - 2.0 * here - next, here + next - 2.0 * rise});
  }
  cubics_.insert(cubics_.end(), {nodes.back().value, nodes.back().slope / per_unit_, 0.0, 0.0});
}

void apply(ColumnPlace out, Operand x, const OddMap& map) {
  alignas(lane_alignment) double values[block_paths];
  if (out.is_single() || !x.is_in(Arithmetic::double_precision)) {
    assign(values, x);
    SC_DISPATCH(run_apply)(values, values, map);
    assign(out, values);
    return;
  }
  SC_EXPECT(out.is_aligned() && x.column.is_aligned());
  SC_DISPATCH(run_apply)(out.doubles(), x.column.doubles(), map);
}

}  // namespace secondcurve
#endif
