// What a program outside this repository does with the installed package: include, link, run.
#include <iostream>

#include "engine/core/error.hpp"
#include "engine/simulate/simulate.hpp"

int main() {
  const auto door = &secondcurve::simulate;
  std::cout << secondcurve::to_string({{"demo.toml", 3, 7}, "seed", "is missing", "", ""}) << '\n';
  return door == nullptr ? 1 : 0;
}
