"""What the tests of the engine are built of: small worlds to engage in, and an integration that is not ours."""

from types import SimpleNamespace

import numpy as np
from pyproj import Transformer
from scipy.integrate import solve_ivp
from scipy.interpolate import BPoly

from equipoise.engagement.flights import trajectory
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.physics.world import WGS84
from equipoise.systems.batteries import Battery
from equipoise.systems.interceptors import ParametricInterceptor
from equipoise.systems.missiles import ParametricMissile
from equipoise.systems.places import Place
from equipoise.systems.sensors import InfraredSatellite, Radar
from equipoise.systems.settings import Settings
from equipoise.systems.threats import Threat

GM_M3_S2, J2, EQUATOR_M, OMEGA_RAD_S = 3.986004418e14, 0.00108262982, 6378137.0, 7.292115e-5
FLAT = 1.0 / 298.257223563
TO_FIXED = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)

# ------------------------------------------------------------------------------------- an independent integration


def pull(_, state, j2=J2):
    """Velocity and gravity in inertial axes, written from the check cases and not from the laws under test."""
    x, y, z, *velocity = np.asarray(state).tolist()  # plain numbers are quicker than those of arrays
    r2 = x * x + y * y + z * z
    bulge, tilt = 1.5 * j2 * EQUATOR_M**2 / r2, 5.0 * z * z / r2
    common = -GM_M3_S2 / r2**1.5
    return [
        *velocity,
        common * x * (1.0 + bulge * (1.0 - tilt)),
        common * y * (1.0 + bulge * (1.0 - tilt)),
        common * z * (1.0 + bulge * (3.0 - tilt)),
    ]


def integrated(state, duration_s, j2=J2, times_s=None, rtol=1e-12):
    """Inertial states by DOP853: the last one, or those at some times as rows."""
    found = solve_ivp(
        pull, (0.0, duration_s), state, "DOP853", t_eval=times_s, args=(j2,), rtol=rtol, atol=1e-6
    )
    return found.y[:, -1] if times_s is None else found.y.T


def turned(vectors, angle_rad):
    """Vectors turned about the axis of the Earth."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    x, y, z = np.moveaxis(np.asarray(vectors, float), -1, 0)
    return np.stack([c * x - s * y, s * x + c * y, z], axis=-1)


def inertial(position_m, velocity_m_s, spin_rad_s=OMEGA_RAD_S):
    """Inertial state of an Earth-fixed position with an Earth-relative velocity, axes as at that moment."""
    return np.concatenate([position_m, velocity_m_s + np.cross([0.0, 0.0, spin_rad_s], position_m)])


def fixed_position(lat_deg, lon_deg, height_m=0.0):
    """Earth-fixed position on WGS 84, by PROJ."""
    return np.array(TO_FIXED.transform(lon_deg, lat_deg, height_m))


# ------------------------------------------------------------------------------------------------ things to engage


def place(lat_deg, lon_deg, name="somewhere", height_m=0.0):
    return Place(id=name, name=name, lat_deg=float(lat_deg), lon_deg=float(lon_deg), height_m=height_m)


IRBM = ParametricMissile(
    id="irbm", name="irbm", maximum_range_m=3500e3, minimum_range_m=800e3, burn_time_s=160.0,
    burnout_altitude_m=150e3, burnout_downrange_m=190e3, cross_section_m2=0.01, boost_cross_section_m2=1.0,
    ballistic_coefficient_kg_m2=5000.0,
)  # fmt: skip
ICBM = IRBM.model_copy(
    update={
        "id": "icbm", "maximum_range_m": 11_000e3, "minimum_range_m": 2000e3, "burn_time_s": 240.0,
        "burnout_altitude_m": 250e3, "burnout_downrange_m": 450e3,
    }
)  # fmt: skip
GBI = ParametricInterceptor(
    id="gbi", name="gbi", burnout_speed_m_s=6300.0, burn_time_s=140.0, minimum_launch_elevation_deg=15.0,
    minimum_altitude_m=130e3, maximum_altitude_m=2000e3, maximum_flight_time_s=1200.0, kill_probability=0.5,
)  # fmt: skip
SM3 = GBI.model_copy(
    update={
        "id": "sm3", "burnout_speed_m_s": 3250.0, "burn_time_s": 70.0, "minimum_altitude_m": 85e3,
        "maximum_altitude_m": 600e3, "maximum_flight_time_s": 500.0,
    }
)  # fmt: skip


def radar(lat_deg=49.6, lon_deg=13.7, name="radar", **changes):
    """An all-round fire-control radar that needs no cue, but for the changes."""
    fields = {
        "id": name, "name": name, "place": place(lat_deg, lon_deg), "role": "fire-control", "boresight_deg": 104.0,
        "azimuth_half_width_deg": 180.0, "elevation_minimum_deg": 2.0, "elevation_maximum_deg": 90.0,
        "detection_range_m": 2300e3, "reference_cross_section_m2": 0.01, "track_time_s": 15.0, "coast_time_s": 10.0,
    }  # fmt: skip
    return Radar(**(fields | changes))


def satellite(lon_deg=60.0, name="satellite", delay_s=30.0, cloud_top_m=10e3):
    return InfraredSatellite(
        id=name, name=name, longitude_deg=lon_deg, detection_delay_s=delay_s, cloud_top_m=cloud_top_m
    )


def battery(lat_deg=54.5, lon_deg=17.1, name="battery", **changes):
    """A battery that engages on the radar of its network, but for the changes."""
    fields = {
        "id": name, "name": name, "place": place(lat_deg, lon_deg), "interceptor": GBI, "magazine": 10,
        "rule": "engage-on-remote", "network": ("radar",), "decision_delay_s": 30.0, "shots_per_look": 2,
        "assessment_time_s": 30.0,
    }  # fmt: skip
    return Battery(**(fields | changes))


def defended(sensors, batteries, settings=None):
    """What an engagement reads of a scenario."""
    return SimpleNamespace(
        settings=settings or Settings(), sensors=tuple(sensors), batteries=tuple(batteries)
    )


def threat(missile=IRBM, launch=((35.0, 50.0),), shape="minimum-energy", shape_angle_deg=0.0):
    points = tuple(place(lat, lon, f"p{n}") for n, (lat, lon) in enumerate(launch))
    return Threat(id="t", missile=missile, launch=points, shape=shape, shape_angle_deg=shape_angle_deg)


def pairs(launch_index, lat_deg, lon_deg):
    return Pairs(np.asarray(launch_index, np.int64), np.asarray(lat_deg, float), np.asarray(lon_deg, float))


def to_europe(rng, count, launches=1):
    """Pairs of any launch point and random aims over Europe."""
    return pairs(
        rng.integers(0, launches, count), rng.uniform(36.0, 68.0, count), rng.uniform(-10.0, 44.0, count)
    )


def rooms(engagement: Engagement, rows: Pairs):
    """What each room says of some pairs."""
    flown = engagement.fly(rows)
    looks, seen = engagement.see(flown)
    committed = engagement.decide(flown, seen)
    return flown, looks, seen, committed, engagement.reach(flown, looks, seen, committed)


# -------------------------------------------------------------------------------------------------------- flights


def flight(missile, launch, aim, world=WGS84, shape="minimum-energy", shape_angle_deg=0.0):
    """The flight of a missile between two (lat, lon)."""
    one = threat(missile, (launch,), shape, shape_angle_deg)
    return trajectory(one, place(*aim, "aim"), world)


def burnout_speed_m_s(flown):
    return float(np.linalg.norm(flown.nodes[BOOST_SEGMENTS, 3:6]))


def burnout_angle_deg(flown):
    """Earth-relative path angle at burnout, above the plane that is square to the geocentric radius."""
    p, v = flown.nodes[BOOST_SEGMENTS, 0:3], flown.nodes[BOOST_SEGMENTS, 3:6]
    return float(np.degrees(np.arcsin(p @ v / np.linalg.norm(p) / np.linalg.norm(v))))


def positions(nodes, burnout_s, impact_s, times_s):
    """Positions between the nodes of a flight: scipy's cubics while it burns, its quintics while it coasts."""
    boost = np.linspace(0.0, burnout_s, BOOST_SEGMENTS + 1)
    coast = np.linspace(burnout_s, impact_s, len(nodes) - BOOST_SEGMENTS)
    burning = BPoly.from_derivatives(boost, nodes[: BOOST_SEGMENTS + 1, :6].reshape(-1, 2, 3))
    coasting = BPoly.from_derivatives(coast, nodes[BOOST_SEGMENTS:].reshape(-1, 3, 3))
    return np.where((times_s < burnout_s)[:, None], burning(times_s), coasting(times_s))
