"""Other people's propagators, each flying the same arcs; every class is made once and flies many times.

`fly(states, coast_s)` returns the inertial ends [m, m/s] after the given times. What a peer must assume otherwise is
said in its `note`. Peers are read when they are asked for: none of them has to be there.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable

import numpy as np

from equipoise.physics.world import WGS84

Fly = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Heyoka:
    """heyoka's Taylor integrator, one body a lane of the vector unit."""

    def __init__(self, tolerance: float, to_ground: bool = False) -> None:
        heyoka = importlib.import_module("heyoka")
        self.lanes = heyoka.recommended_simd_size()
        x, y, z, vx, vy, vz = heyoka.make_vars("x", "y", "z", "vx", "vy", "vz")
        square = x * x + y * y + z * z
        central = -WGS84.gm_m3_s2 * square**-1.5
        bulge = 1.5 * WGS84.j2 * WGS84.equatorial_radius_m**2 / square
        polar = 5.0 * z * z / square
        level, axial = central * (1.0 + bulge * (1.0 - polar)), central * (1.0 + bulge * (3.0 - polar))
        system = [(x, vx), (y, vy), (z, vz), (vx, level * x), (vy, level * y), (vz, axial * z)]
        polar_radius_m = WGS84.equatorial_radius_m * (1.0 - WGS84.flattening)
        ground = (x * x + y * y) / WGS84.equatorial_radius_m**2 + z * z / polar_radius_m**2 - 1.0
        falling = heyoka.t_event_batch(ground, direction=heyoka.event_direction.negative)
        events = [falling] if to_ground else []
        start = np.ones((6, self.lanes))
        self.integrator = heyoka.taylor_adaptive_batch(system, start, tol=tolerance, t_events=events)
        self.zeros = np.zeros(self.lanes)
        self.arrival_s = np.empty(0)

    def fly(self, states: np.ndarray, coast_s: np.ndarray) -> np.ndarray:
        """Return the ends; the number of arcs is a multiple of the number of lanes."""
        columns = np.ascontiguousarray(states.T)
        ends, arrival_s = np.empty_like(columns), np.empty(len(states))
        integrator = self.integrator
        for n in range(0, len(states), self.lanes):
            part = slice(n, n + self.lanes)
            integrator.state[:] = columns[:, part]
            integrator.set_time(self.zeros)
            integrator.propagate_until(coast_s[part])
            ends[:, part] = integrator.state
            arrival_s[part] = integrator.time
        self.arrival_s = arrival_s
        return ends.T


class Orekit:
    """Orekit's numerical propagator: Dormand-Prince 8(5,3), central term and J2OnlyPerturbation."""

    def __init__(self, tolerance: float = 1e-12) -> None:
        importlib.import_module("orekit_jpype").initVM()
        names = {
            "frames": "FramesFactory", "time": "AbsoluteDate", "orbits": "CartesianOrbit OrbitType",
            "utils": "PVCoordinates", "propagation": "SpacecraftState",
            "propagation.numerical": "NumericalPropagator", "forces.gravity": "J2OnlyPerturbation",
        }  # fmt: skip
        for module, wanted in names.items():
            found = importlib.import_module(f"org.orekit.{module}")
            for name in wanted.split():
                setattr(self, name, getattr(found, name))
        ode = importlib.import_module("org.hipparchus.ode.nonstiff")
        self.vector = importlib.import_module("org.hipparchus.geometry.euclidean.threed").Vector3D
        self.frame, self.epoch = self.FramesFactory.getGCRF(), self.AbsoluteDate.ARBITRARY_EPOCH
        integrator = ode.DormandPrince853Integrator(1e-3, 500.0, tolerance * 1e3, tolerance)
        self.propagator = self.NumericalPropagator(integrator)
        self.propagator.setOrbitType(self.OrbitType.CARTESIAN)
        bulge = self.J2OnlyPerturbation(WGS84.gm_m3_s2, WGS84.equatorial_radius_m, WGS84.j2, self.frame)
        self.propagator.addForceModel(bulge)

    def fly(self, states: np.ndarray, coast_s: np.ndarray) -> np.ndarray:
        """Return the ends, one arc after the other."""
        ends = np.full((len(states), 6), math.nan)
        for n, (state, seconds) in enumerate(zip(states.tolist(), coast_s.tolist(), strict=True)):
            motion = self.PVCoordinates(self.vector(*state[:3]), self.vector(*state[3:]))
            orbit = self.CartesianOrbit(motion, self.frame, self.epoch, WGS84.gm_m3_s2)
            self.propagator.setInitialState(self.SpacecraftState(orbit))
            end = self.propagator.propagate(self.epoch.shiftedBy(seconds)).getPVCoordinates().getPosition()
            ends[n, :3] = end.getX(), end.getY(), end.getZ()
        return ends


class Brahe:
    """brahe's numerical orbit propagator with zonal gravity of degree 2 and its tightest integrator."""

    def __init__(self, tolerance: float = 1e-12) -> None:
        self.brahe = brahe = importlib.import_module("brahe")
        brahe.set_global_eop_provider_from_static_provider(brahe.StaticEOPProvider.from_zero())
        self.epoch = brahe.Epoch.from_datetime(2000, 1, 1, 12, 0, 0.0, 0.0, brahe.TimeSystem.UTC)
        tight = brahe.NumericalPropagationConfig.high_precision()
        self.settings = tight.with_abs_tol(tolerance * 1e3).with_rel_tol(tolerance)
        self.force = brahe.ForceModelConfig(
            gravity=brahe.GravityConfiguration.earth_zonal(brahe.ZonalHarmonicsDegree.J2)
        )

    def fly(self, states: np.ndarray, coast_s: np.ndarray) -> np.ndarray:
        """Return the ends, one arc after the other."""
        ends = np.empty((len(states), 6))
        for n, seconds in enumerate(coast_s.tolist()):
            body = self.brahe.NumericalOrbitPropagator(self.epoch, states[n], self.settings, self.force, None)
            body.propagate_to(self.epoch + seconds)
            ends[n] = body.current_state()
        return ends


class Basilisk:
    """Basilisk's spacecraft with spherical harmonics of degree 2 and Runge-Kutta-Fehlberg 7(8), steps of 30 s."""

    def __init__(self, step_s: float = 30.0) -> None:
        simulation = "Basilisk.simulation"
        self.gravity = importlib.import_module(f"{simulation}.gravityEffector")
        self.spacecraft = importlib.import_module(f"{simulation}.spacecraft")
        self.integrators = importlib.import_module(f"{simulation}.svIntegrators")
        self.base = importlib.import_module("Basilisk.utilities.SimulationBaseClass")
        self.step_s = step_s

    def earth(self) -> object:
        """Return the Earth with a normalised C20 alone."""
        earth = self.gravity.GravBodyData()
        earth.planetName, earth.isCentralBody, earth.mu = "earth", True, WGS84.gm_m3_s2
        earth.radEquator = WGS84.equatorial_radius_m
        model = self.gravity.SphericalHarmonicsGravityModel()
        model.maxDeg, model.radEquator, model.muBody = 2, WGS84.equatorial_radius_m, WGS84.gm_m3_s2
        model.cBar = [[1.0], [0.0, 0.0], [-WGS84.j2 / math.sqrt(5.0), 0.0, 0.0]]
        model.sBar = [[0.0], [0.0, 0.0], [0.0, 0.0, 0.0]]
        earth.gravityModel = model
        return earth

    def end_of(self, state: list[float], seconds: float) -> list[float]:
        """Return the end of one arc; a simulation has steps of whole nanoseconds."""
        steps = math.ceil(seconds / self.step_s)
        step_ns = round(seconds / steps * 1e9)
        run = self.base.SimBaseClass()
        run.CreateNewProcess("arcs").addTask(run.CreateNewTask("arc", step_ns))
        body = self.spacecraft.Spacecraft()
        integrator = self.integrators.svIntegratorRKF78(body)
        body.setIntegrator(integrator)
        body.gravField.gravBodies = self.gravity.GravBodyVector([self.earth()])
        body.hub.r_CN_NInit, body.hub.v_CN_NInit = [[v] for v in state[:3]], [[v] for v in state[3:]]
        run.AddModelToTask("arc", body)
        run.InitializeSimulation()
        run.ConfigureStopTime(steps * step_ns)
        run.ExecuteSimulation()
        end = body.scStateOutMsg.read()
        return [*end.r_BN_N, *end.v_BN_N]

    def fly(self, states: np.ndarray, coast_s: np.ndarray) -> np.ndarray:
        """Return the ends, one arc after the other."""
        pairs = zip(states.tolist(), coast_s.tolist(), strict=True)
        return np.array([self.end_of(state, seconds) for state, seconds in pairs])


class RocketPy:
    """RocketPy's Flight of a mass without motor or drag; its Earth is a plane with Coriolis forces."""

    def __init__(self, tolerance: float = 1e-9) -> None:
        self.rocketpy = importlib.import_module("rocketpy")
        self.tolerance = tolerance
        self.rocket = self.rocketpy.Rocket(0.5, 1000.0, (1e3, 1e3, 1e3), 0.0, 0.0, 0.0)
        self.rocket.add_motor(self.rocketpy.EmptyMotor(), position=0.0)

    def impact(self, place: tuple[float, float, float], enu_m_s: tuple) -> tuple[float, float, float]:
        """Return (time_s, lat_deg, lon_deg) at the ground of a body thrown from a place above it."""
        lat_deg, lon_deg, height_m = place
        environment = self.rocketpy.Environment(
            latitude=lat_deg, longitude=lon_deg, elevation=0.0, max_expected_height=2e6, date=(2026, 1, 1, 0)
        )
        start = [0.0, 0.0, 0.0, height_m, *enu_m_s, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
        flight = self.rocketpy.Flight(
            self.rocket, environment, rail_length=1.0, initial_solution=start, max_time=7200.0,
            rtol=self.tolerance, simulation_mode="3 DOF",
        )  # fmt: skip
        seconds = float(flight.t_final)
        return seconds, float(flight.latitude(seconds)), float(flight.longitude(seconds))
