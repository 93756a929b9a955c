//! Where the criteria of the cases were seen.

pub(super) const RIMEA: &str = "RiMEA 4.1.1 as coded by JuPedSim and Vadere; https://rimea.de";
pub(super) const IMO: &str = "IMO MSC.1/Circ.1533 annex 3, through the FDS+Evac guide; \
                   https://imorules.com/GUID-0EC71E04-B37A-497A-883B-F3F6AA62DC6F.html";
pub(super) const NIST: &str = "NIST TN 1822 as coded by JuPedSim; https://doi.org/10.6028/NIST.TN.1822";
pub(super) const SFPE: &str = "SFPE Handbook, hydraulic model: 1.3 persons/s per metre of effective width; \
                    https://www.springerprofessional.de/sfpe-handbook-of-fire-protection-engineering/1922908";
pub(super) const PRESCHOOLS: &str = "Najmanova and Ronchi 2017 and 2023; https://doi.org/10.1007/s10694-016-0643-x and \
                          https://doi.org/10.1016/j.firesaf.2023.103798";
pub(super) const STAIRS: &str = "Najmanova and Ronchi 2017, Ono et al. 2024; https://doi.org/10.1007/s10694-016-0643-x and \
                      https://ipt.br/2024/07/04/analysis-of-walking-speeds-of-brazilian-primary-school-children-descending-stairs-freely";
pub(super) const AS_NIST: &str =
    "own case, by a criterion of NIST TN 1822; https://doi.org/10.6028/NIST.TN.1822";
pub(super) const MOTION: &str = "values by OpenQuake hazardlib 3.26.2, pyGMM 0.8.0 and the authors' own tables; \
                      https://github.com/gem/oq-engine";
pub(super) const FIELDS: &str = "Jayaram and Baker 2009; https://doi.org/10.1002/eqe.922";
pub(super) const DAMAGE: &str =
    "OpenQuake 3.26.2, test scenario_damage/case_2; https://github.com/gem/oq-engine";
pub(super) const HAZUS: &str =
    "HAZUS 2.1 Technical Manual, tables 13.3 to 13.6, as transcribed in public code";
pub(super) const ESRM20: &str =
    "European Seismic Risk Model 2020, model of fatalities; https://github.com/hcrowley/esrm20_vulnerability";
pub(super) const AFTERSHOCKS: &str =
    "Reasenberg and Jones 1989; https://doi.org/10.1126/science.243.4895.1173";
pub(super) const SWASHES: &str = "SWASHES 1.5.0 (Delestre and others 2013); https://doi.org/10.1002/fld.3741";
pub(super) const GREEN_AMPT: &str = "Green and Ampt 1911, as in Chow, Maidment and Mays 1988 (recalled)";
pub(super) const KINEMATIC: &str = "kinematic wave, by its characteristics";
pub(super) const HUNTER: &str = "Hunter and others 2005; https://doi.org/10.1016/j.advwatres.2005.03.007";
pub(super) const RADIAL: &str =
    "own case, against the equations of the distance from the middle; ANUGA's validation tests";
pub(super) const LISFLOOD: &str = "own case; the heap as measured with LISFLOOD-FP 8.1";
pub(super) const AGENCY: &str = "after Environment Agency SC120002 (Neelz and Pender 2013), geometry as stated by others; \
                      https://support.tygron.com/wiki/UK_EA_benchmark_2_(Water_Module)";
pub(super) const OWN_CLOSED: &str = "own case, against the closed form";
pub(super) const OWN: &str = "own case: there is no publication to compare with";
