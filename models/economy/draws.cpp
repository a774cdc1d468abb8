#include "models/economy/draws.hpp"

#include <utility>

namespace secondcurve {

std::size_t Draws::add(std::string key, const std::string& stream, std::string unit,
                       const Distribution& distribution) {
  draws_.push_back({noise_.stream(stream), distribution});
  keys_.push_back(std::move(key));
  streams_.push_back(stream);
  units_.push_back(std::move(unit));
  return draws_.size() - 1;
}

void Draws::fill(std::uint64_t first_path, double* out) const {
  for (const Draw& draw : draws_) {
    fill_uniforms_52(draw.stream, first_path, out);
    draw.distribution.quantile(out, out);
    out += lane_pitch;
  }
}

}  // namespace secondcurve
