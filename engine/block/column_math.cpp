#include "engine/block/column_math.hpp"

#include <cmath>

#include "engine/block/ops.hpp"

namespace secondcurve {
namespace {

using UnaryBlock = void(ColumnPlace, Operand);
using BinaryBlock = void(ColumnPlace, Operand, Operand);

template <class Scalar>
Column map(UnaryBlock block, Scalar scalar, const Column& x) {
  if (!x.varies()) return scalar(x.value());
  Column out = Column::per_path();
  block(out.lanes(), x);
  return out;
}

template <class Scalar>
Column map(BinaryBlock block, Scalar scalar, const Column& a, const Column& b) {
  if (!a.varies() && !b.varies()) return scalar(a.value(), b.value());
  Column out = Column::per_path();
  block(out.lanes(), a, b);
  return out;
}

double smaller(double a, double b) { return std::isnan(a) ? a : (a < b ? a : b); }
double larger(double a, double b) { return std::isnan(a) ? a : (b < a ? a : b); }

}  // namespace

Column operator+(const Column& a, const Column& b) {
  return map(
      add, [](double x, double y) { return x + y; }, a, b);
}
Column operator-(const Column& a, const Column& b) {
  return map(
      subtract, [](double x, double y) { return x - y; }, a, b);
}
Column operator*(const Column& a, const Column& b) {
  return map(
      multiply, [](double x, double y) { return x * y; }, a, b);
}
Column operator/(const Column& a, const Column& b) {
  return map(
      divide, [](double x, double y) { return x / y; }, a, b);
}
Column operator-(const Column& x) {
  return map(
      negate, [](double v) { return -v; }, x);
}

Column exp(const Column& x) {
  return map(
      exponential, [](double v) { return exponential(v); }, x);
}
Column log(const Column& x) {
  return map(
      logarithm, [](double v) { return logarithm(v); }, x);
}
Column expm1(const Column& x) {
  return map(
      exponential_minus_one, [](double v) { return exponential_minus_one(v); }, x);
}
Column log1p(const Column& x) {
  return map(
      logarithm_one_plus, [](double v) { return logarithm_one_plus(v); }, x);
}
Column sqrt(const Column& x) {
  return map(
      square_root, [](double v) { return std::sqrt(v); }, x);
}
Column min(const Column& a, const Column& b) { return map(minimum, smaller, a, b); }
Column max(const Column& a, const Column& b) { return map(maximum, larger, a, b); }

Column select_less(const Column& a, const Column& b, const Column& if_less, const Column& otherwise) {
  if (!a.varies() && !b.varies()) return a.value() < b.value() ? if_less : otherwise;
  Column out = Column::per_path();
  select_less(out.lanes(), Operand(a), Operand(b), Operand(if_less), Operand(otherwise));
  return out;
}

}  // namespace secondcurve
