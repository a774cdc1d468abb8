#pragma once

#include <gtest/gtest.h>

#include "engine/core/contract.hpp"

/// Skips the rest of a test that breaks a contract where contracts are not checked, as in a user's build.
#ifdef SECONDCURVE_CONTRACTS
#define SC_NEEDS_CONTRACTS() static_cast<void>(0)
#else
#define SC_NEEDS_CONTRACTS() GTEST_SKIP() << "contracts are not checked in this build"
#endif
